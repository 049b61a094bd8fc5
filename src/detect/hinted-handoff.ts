import { logOf, nodetoolOn, type Advice } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { secondOf } from '../rules/log-clock.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { durationText } from './wording.ts';

/**
 * The net under a node that is down: peers keep what it misses and hand it over. Without it every restart
 * costs the node its share of the writes until a repair, so all of this holds a roll.
 */
export const hintedHandoff: Detector = {
  id: 'hinted-handoff',
  title: 'a node that keeps no hints for others, or does not hand them over',
  needs: ['hinted-handoff', 'info', 'log'],
  follows: [],
  ends: ['hinted-handoff', 'info', 'log'],
  detect(series, limits) {
    const notJudged = notAsked(series, 'hinted-handoff');
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

type Found = Pick<Finding, 'state' | 'subject' | 'summary'> & {
  readonly evidence: readonly Evidence[];
  readonly mend: readonly Advice[];
};

function finding(node: string, { mend, ...found }: Found): Finding {
  return {
    detector: 'hinted-handoff',
    severity: 'warning',
    node,
    ...found,
    advice: [nodetoolOn(node, 'statushandoff'), ...mend, ringRepair],
  };
}

const ringRepair =
  'repair what was written while another node was down in the meantime: no hint brings it';

function keptNone(series: Series, node: string, limits: Limits): readonly Finding[] {
  const handoff = latestValue(series, node, 'hinted-handoff');
  if (!handoff) return [];
  if (!handoff.isEnabled) return [finding(node, off(node))];
  const window = handoff.windowMs;
  return [
    ...(handoff.disabledDcs ?? []).map((dc) => finding(node, offForDc(node, dc))),
    ...(window !== undefined && window < limits.returnMs
      ? [finding(node, shortWindow(node, window, limits))]
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

/** A roll waits so long for a node to come back, and what it misses after the window no hint brings. */
function shortWindow(node: string, windowMs: number, { returnMs }: Limits): Found {
  const [window, wait] = [durationText(windowMs), durationText(returnMs)];
  return {
    state: 'SHORT-WINDOW',
    summary: `hints are kept for ${window} only: a node that takes longer to come back misses writes, and ${wait} are allowed it`,
    evidence: [{ what: 'max_hint_window', value: windowMs, unit: 'ms', limit: returnMs }],
    mend: [nodetoolOn(node, 'getmaxhintwindow'), nodetoolOn(node, 'setmaxhintwindow', '10800000')],
  };
}

/** No bean tells it, the log does. A node that is drained pauses, too, and is told as closed to clients. */
function paused(series: Series, node: string): readonly Finding[] {
  const at = latestValue(series, node, 'log')?.hintsPausedAt;
  if (at === undefined || latestValue(series, node, 'info')?.nativeTransportActive === false) {
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
