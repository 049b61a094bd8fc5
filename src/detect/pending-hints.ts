import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { peersView } from '../model/peers-view.ts';
import { addressesOf, looksOf, spanMs, type Look } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { needsTwoLooks } from './too-short.ts';
import { counted } from '../model/counted.ts';
import { lastedText } from '../model/lasted.ts';

/** Hints that are not handed over although their target is up. Cassandra 4.1 and later. */
export const pendingHints: Detector = {
  id: 'pending-hints',
  title: 'hints kept for a node, that do not fall although it is up',
  needs: ['pending-hints', 'status', 'info'],
  follows: [],
  ends: ['pending-hints', 'status', 'info'],
  detect(series, limits) {
    const backlogs = addressesOf(series).flatMap((node) => backlogsOf(series, node));
    const isShort = backlogs.some((one) => one.targetIs === 'up' && one.samples.length < 2);
    const notJudged =
      notAsked(series, 'pending-hints') ??
      (isShort ? needsTwoLooks(series, 'pending-hints') : undefined);
    return {
      detector: 'pending-hints',
      findings: backlogs.flatMap((backlog) => judge(backlog, limits)),
      missing: missingSources(series, ['pending-hints']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

interface Backlog {
  readonly node: string;
  readonly target: string;
  readonly targetIs: ReturnType<typeof peersView>['verdict'];
  /** Files at each look, 0 where the target was not listed. */
  readonly samples: readonly Look<number>[];
}

function backlogsOf(series: Series, node: string): readonly Backlog[] {
  const looks = looksOf(series, node, 'pending-hints');
  const targets = looks.at(-1)?.value.targets ?? [];
  return targets.map(({ hostId, address }) => ({
    node,
    target: address,
    targetIs: peersView(series, address).verdict,
    samples: looks.map(({ at, value }) => ({
      at,
      value: value.targets.find((one) => one.hostId === hostId)?.files ?? 0,
    })),
  }));
}

function judge(backlog: Backlog, limits: Limits): readonly Finding[] {
  const files = backlog.samples.at(-1)?.value ?? 0;
  if (files < limits.hintFilesWarn) return [];
  if (backlog.targetIs !== 'up') return [forDownNode(backlog, files, limits)];
  return doesNotFall(backlog.samples, limits) ? [stuck(backlog, files, limits)] : [];
}

/** At or above the limit at every look, and never fewer than at the look before. */
function doesNotFall(samples: readonly Look<number>[], limits: Limits): boolean {
  return (
    samples.length >= 2 &&
    samples.every(
      ({ value }, i) => value >= limits.hintFilesWarn && value >= (samples[i - 1]?.value ?? 0),
    )
  );
}

function stuck(backlog: Backlog, files: number, limits: Limits): Finding {
  const { node, target, samples } = backlog;
  return {
    detector: 'pending-hints',
    severity: 'warning',
    node,
    subject: target,
    summary: `${counted(files, 'hint file')} for ${target}, which is up, not fewer for ${lastedText(spanMs(samples))}`,
    evidence: evidenceOf(backlog, limits),
    advice: [nodetoolOn(node, 'listpendinghints'), nodetoolOn(node, 'statushandoff')],
  };
}

function forDownNode(backlog: Backlog, files: number, limits: Limits): Finding {
  const { node, target } = backlog;
  return {
    detector: 'pending-hints',
    severity: 'info',
    node,
    subject: target,
    summary: `${counted(files, 'hint file')} kept for ${target}, which is not seen up`,
    evidence: evidenceOf(backlog, limits),
    advice: [
      nodetoolOn(node, 'listpendinghints'),
      `bring ${target} back within max_hint_window, or repair it afterwards`,
    ],
  };
}

function evidenceOf({ samples, targetIs, target }: Backlog, limits: Limits): Finding['evidence'] {
  const value = samples.at(-1)?.value ?? 0;
  return [
    { what: 'hint files', value, limit: limits.hintFilesWarn, samples },
    { what: `${target} in its peers' view`, value: targetIs },
  ];
}
