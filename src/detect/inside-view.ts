import { isAway } from '../model/away.ts';
import type { Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import type { InsideView } from '../model/outside.ts';
import { peersView } from '../model/peers-view.ts';
import { latestValue } from '../model/series.ts';
import type { Series, SourceId } from '../model/snapshot.ts';
import { droppedMutations } from './dropped-mutations.ts';
import { missingOf } from './missing-sources.ts';
import { nodeDown } from './node-down.ts';

/** Nothing of this is asked through CQL: the way that is probed must not colour the view from inside. */
export const insideSources = ['status', 'info', 'tpstats'] as const satisfies readonly SourceId[];

/** What the node and its peers say of it: seen up, open to clients, dropping nothing. */
export function insideView(series: Series, limits: Limits, node: string): InsideView {
  const findings = [nodeDown, droppedMutations]
    .flatMap((detector) => detector.detect(series, limits).findings)
    .filter((one) => one.node === node && one.severity !== 'info');
  const away = isAway(series, node) ? { isAway: true as const } : {};
  if (findings.length > 0) {
    return { verdict: 'red', because: findings.map(words).join('; '), ...away };
  }
  const unknown = whyUnknown(series, node);
  return unknown === undefined
    ? { verdict: 'green', because: '' }
    : { verdict: 'unknown', because: unknown, ...away };
}

function words({ detector, state, summary }: Finding): string {
  return `${[detector, state].filter(Boolean).join(' ')}: ${summary}`;
}

function whyUnknown(series: Series, node: string): string | undefined {
  const [first] = missingOf(series, node, insideSources);
  if (first) return `${first.source} is missing: ${first.why}, ${first.detail}`;
  const { verdict } = peersView(series, node);
  if (verdict === 'up') return undefined;
  if (verdict === 'split') return 'its peers disagree whether it is up';
  return seesItselfAlone(series, node) ? undefined : 'no peer says whether it is up';
}

/** A ring of one has no peers. */
function seesItselfAlone(series: Series, node: string): boolean {
  const rows = latestValue(series, node, 'status')?.rows ?? [];
  return rows.length === 1 && rows[0]?.address === node && rows[0].liveness === 'up';
}
