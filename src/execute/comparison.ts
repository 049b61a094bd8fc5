import { judgeBaseline, paceOf, type BaselineVerdict } from '../gates/soak-baseline.ts';
import { judgeComparison, soakComparison } from '../gates/soak-comparison.ts';
import { pooling } from '../gates/soak-pooling.ts';
import { progressOf, type Progress } from '../model/event.ts';
import type { Limits } from '../model/limits.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { rememberLast } from '../model/remember-last.ts';
import type { Seen } from '../model/seen.ts';
import { nodeOf, type Snapshot, type SourceId } from '../model/snapshot.ts';
import { lookedAtBeside, peersOf } from '../plan/compared-with.ts';
import { siblingsOf } from '../model/waves.ts';
import type { Clock } from '../ports/clock.ts';
import {
  noSoakHistory,
  samplesOf,
  withoutNode,
  withSoakLook,
  type SoakHistory,
} from '../gates/soak-history.ts';
import type { Compared } from '../steps/step.ts';
import type { Look } from './asked.ts';

export interface ComparisonParts {
  readonly plan: Plan;
  readonly lookAt: (addresses: readonly string[]) => Look;
  readonly progress: () => Progress;
  readonly clock: Clock;
}

export interface Comparison {
  /** One look before the node is stopped. `isLast`: it has been waited for long enough. */
  baseline(
    node: PlannedNode,
    isLast: boolean,
  ): Promise<{ readonly verdict: BaselineVerdict; readonly nextInMs: number }>;
  /** One look since it is back. */
  compare(node: PlannedNode): Promise<Compared>;
}

/** A short baseline must not cut the time after the restart in which blocks are counted. */
function keptMs({ soakBaselineMs, soakDecideMs }: Limits): number {
  return 2 * Math.max(soakBaselineMs, soakDecideMs);
}

/**
 * Looks at latencies alone, of the node, its peers and those that come next, so that a look costs little and
 * every node has its baseline when its turn comes. What was seen is kept in memory: after a resume the
 * baseline comes from the journal, and blocks count from then on.
 */
export function createComparison(parts: ComparisonParts): Comparison {
  const { plan, clock, progress } = parts;
  const { limits } = plan;
  // With one that was down when the plan was made nobody is compared.
  const standing = plan.nodes.filter((node) => node.down !== true);
  const pooled = pooling();
  let history: SoakHistory = noSoakHistory;
  const lookAt = rememberLast((subject: string) => parts.lookAt(lookedAtBeside(standing, subject)));

  const lookBeside = sharedInWave(parts, async ({ address }) => {
    const seen = await lookAt(address)(needs, false);
    history = withSoakLook(history, seen, keptMs(limits));
    return seen;
  });
  const look = async (node: PlannedNode): Promise<Seen<unknown> | undefined> =>
    nodeOf(await lookBeside(node), node.address)?.sources['client-requests'];

  return {
    async baseline(node, isLast) {
      const newest = await look(node);
      const verdict = judgeBaseline({
        ...{ history, node: node.address, newest, now: clock.now(), limits, isLast },
        peers: peersOf(standing, node.address),
      });
      return { verdict, nextInMs: paceNow(history, node, limits) };
    },
    async compare(node) {
      const newest = await look(node);
      const learnt = progress();
      const begun = progressOf(learnt, node.address);
      const verdict = judgeComparison({
        ...{ history, node: node.address, dc: node.dc },
        done: pooled(learnt, node.address),
        baseline: learnt.baselines.get(node.address),
        restartedAt: begun?.restartedAt ?? begun?.takenAt ?? clock.now(),
      });
      // From now on it is a peer as it has become.
      if (verdict.kind === 'pass') history = withoutNode(history, node.address);
      return {
        judgement: {
          ...{ gate: soakComparison, verdict },
          limit: { name: 'soakDecide', ms: limits.soakDecideMs },
        },
        isSeen: newest?.kind === 'seen',
        nextInMs: paceNow(history, node, limits),
      };
    },
  };
}

function paceNow(history: SoakHistory, { address }: PlannedNode, limits: Limits): number {
  return paceOf(samplesOf(history, address).at(-1)?.isDecayed === true, limits);
}

/**
 * Nodes of a wave are compared at the same time, and a look at one is a look at all of them: a second one a moment
 * later would only cut the time between two looks into pieces in which nothing is counted.
 */
function sharedInWave(
  { plan: { nodes, limits }, clock }: ComparisonParts,
  look: (node: PlannedNode) => Promise<Snapshot>,
): (node: PlannedNode) => Promise<Snapshot> {
  let last:
    { readonly by: string; readonly at: number; readonly seen: Promise<Snapshot> } | undefined;
  return (node) => {
    const now = clock.now();
    const siblings = siblingsOf(nodes, node).map(({ address }) => address);
    const isOfWave = last !== undefined && siblings.includes(last.by);
    if (last && isOfWave && now - last.at < limits.tickMs / 2) return last.seen;
    last = { by: node.address, at: now, seen: look(node) };
    return last.seen;
  };
}

const asked: ReadonlySet<SourceId> = new Set(['client-requests'] as const);
const needs = () => asked;
