import { logOf, nodetoolOn, type Advice } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import { lastedText } from '../model/lasted.ts';
import { longestDownMs, type Limits } from '../model/limits.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { secondOf } from '../rules/log-clock.ts';
import { missingSources, notAsked, withoutLog } from './missing-sources.ts';
import { isBefore } from './release.ts';

/**
 * The net under a node that is down: peers keep what it misses and hand it over. Without it every restart
 * costs the node its share of the writes until a repair, so all of this holds a roll, but for what was so
 * when the plan was made: cassandra.yaml may say it on purpose, and then no roll changes it.
 */
export const hintedHandoff: Detector = {
  id: 'hinted-handoff',
  title: 'a node that keeps no hints for others, or does not hand them over',
  needs: ['hinted-handoff', 'info', 'log', 'cql-local'],
  follows: [],
  ends: ['hinted-handoff', 'info', 'log'],
  detect(series, limits) {
    const notJudged =
      notAsked(series, 'hinted-handoff') ??
      withoutLog(series, 'a hand-over that is paused') ??
      withoutWindow(series);
    return {
      detector: 'hinted-handoff',
      findings: addressesOf(series).flatMap((node) => [
        ...keptNone(series, node, limits),
        ...paused(series, node),
      ]),
      missing: missingSources(series, ['hinted-handoff', 'log']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** The window is not among what nodetool says. */
function withoutWindow(series: Series): string | undefined {
  const node = addressesOf(series).find((address) => {
    const handoff = latestValue(series, address, 'hinted-handoff');
    return handoff?.isEnabled === true && handoff.windowMs === undefined;
  });
  return (
    node && `for how long hints are kept, as on ${node}: its answer does not tell max_hint_window`
  );
}

type Found = Pick<Finding, 'state' | 'subject' | 'summary'> & {
  readonly evidence: readonly Evidence[];
  readonly mend: readonly Advice[];
};

function finding(node: string, { mend, ...found }: Found): Finding {
  return {
    detector: 'hinted-handoff',
    severity: 'warning',
    node,
    isConfiguration: true,
    ...found,
    advice: [nodetoolOn(node, 'statushandoff'), ...mend, inYaml, ringRepair],
  };
}

const inYaml = 'and in cassandra.yaml, or the next start undoes it';
const ringRepair =
  'repair what was written while another node was down in the meantime: no hint brings it';

function keptNone(series: Series, node: string, limits: Limits): readonly Finding[] {
  const handoff = latestValue(series, node, 'hinted-handoff');
  if (!handoff) return [];
  if (!handoff.isEnabled) return [finding(node, off(node))];
  const window = handoff.windowMs;
  return [
    ...(handoff.disabledDcs ?? []).map((dc) => finding(node, offForDc(node, dc))),
    ...(window !== undefined && window < longestDownMs(limits)
      ? [finding(node, shortWindow(series, node, window, limits))]
      : []),
  ];
}

function off(node: string): Found {
  return {
    state: 'OFF',
    summary: 'hinted handoff is off: writes that another node misses are not kept for it',
    evidence: [{ what: 'hinted handoff', value: 'not running', limit: 'running' }],
    mend: [nodetoolOn(node, 'enablehandoff')],
  };
}

function offForDc(node: string, dc: string): Found {
  return {
    state: 'DC-OFF',
    subject: dc,
    summary: `hinted handoff is off for ${dc}: writes that its nodes miss are not kept for them`,
    evidence: [{ what: 'hints for its nodes', value: 'disabled', limit: 'enabled' }],
    mend: [nodetoolOn(node, 'enablehintsfordc', dc)],
  };
}

/** A roll may leave a node down for so long, and what it misses after the window no hint brings. */
function shortWindow(series: Series, node: string, windowMs: number, limits: Limits): Found {
  const downMs = longestDownMs(limits);
  const [window, down] = [lastedText(windowMs), lastedText(downMs)];
  return {
    state: 'SHORT-WINDOW',
    summary: `hints are kept for ${window} only: a node that takes longer to come back misses writes, and a roll may leave one down for ${down}`,
    evidence: [{ what: 'max_hint_window', value: windowMs, unit: 'ms', limit: downMs }],
    mend: longerWindow(series, node, windowMs, Math.max(shippedWindowMs, downMs)),
  };
}

/** 3 hours, as in cassandra.yaml of every release. */
const shippedWindowMs = 10_800_000;

/** nodetool has both commands from 4.0 on (CASSANDRA-11720), the bean is older. */
function longerWindow(
  series: Series,
  node: string,
  windowMs: number,
  wantedMs: number,
): readonly Advice[] {
  return isBefore(series, node, 4, 0)
    ? [`set MaxHintWindow of StorageProxy by JMX to ${wantedMs} (undo: ${windowMs})`]
    : [
        nodetoolOn(node, 'getmaxhintwindow'),
        nodetoolOn(node, 'setmaxhintwindow', String(wantedMs)),
      ];
}

/**
 * No bean tells it, the log does. A node that is drained pauses, too, and is told as closed to clients or,
 * once it is stopped, as down: only one that serves is judged.
 */
function paused(series: Series, node: string): readonly Finding[] {
  const at = latestValue(series, node, 'log')?.hintsPausedAt;
  if (at === undefined || latestValue(series, node, 'info')?.nativeTransportActive !== true) {
    return [];
  }
  const since = at === '' ? '' : ` at ${secondOf(at)}`;
  return [
    {
      detector: 'hinted-handoff',
      state: 'PAUSED',
      severity: 'warning',
      node,
      summary: `it hands no hints over: paused${since}, and not resumed as far as its log says`,
      evidence: [{ what: `log${since}`, value: 'Paused hints dispatch' }],
      advice: [logOf(node), nodetoolOn(node, 'resumehandoff')],
    },
  ];
}
