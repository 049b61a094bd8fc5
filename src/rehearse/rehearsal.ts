import { groupBy } from '../model/group-by.ts';
import type { ToolError } from '../model/errors.ts';
import type { UpgradeEvent } from '../model/event.ts';
import { rolledOf, type Plan } from '../model/plan.ts';
import type { RehearsedNode, RehearsedWaves, Rehearsal } from '../model/rehearsal.ts';
import { approvalsOf } from '../plan/approvals.ts';
import { describeMargin, type RangeMargin } from '../rules/range-safety.ts';
import { departureOf, hasRun, isRunning, lifeAt } from '../simulate/life.ts';
import type { ClusterState, SimulatedNode } from '../simulate/state.ts';
import type { FaultWatch } from './fault-watch.ts';
import { describeBreach, type SafetyWatch } from './safety-watch.ts';

export interface RehearsalEnd {
  readonly plan: Plan;
  readonly events: readonly UpgradeEvent[];
  readonly failure: ToolError | undefined;
  readonly watch: SafetyWatch;
  readonly faults: FaultWatch;
  readonly end: ClusterState;
  readonly waves: RehearsedWaves | undefined;
}

export function rehearsalOf(given: RehearsalEnd): Rehearsal {
  const { plan, events, failure, watch, faults, end, waves } = given;
  const nodes = nodesOf(plan, events, watch, end);
  const approvals = approvalsOf(plan.nodes);
  return {
    format: 1,
    kind: 'ringward-rehearsal',
    seed: end.seed,
    ...(plan.accepted ? { accepted: plan.accepted } : {}),
    ...(approvals.length > 0 ? { approvals } : {}),
    ...ending(events),
    message: failure?.message ?? null,
    hint: failure?.hint ?? null,
    nodes,
    longestDown: longestDown(nodes),
    tightest: textOf(watch.tightest()),
    clientKeyspaces: watch.clientKeyspaces,
    breaches: watch.breaches.map((breach) => {
      const { at, down, newlyDown } = breach;
      return { at, down, newlyDown, what: describeBreach(breach) };
    }),
    faults: faults.told(end.at),
    leftStopped: end.nodes
      .filter((node) => hasRun(node) && !isRunning(lifeAt(node, end.at), end.at))
      .map(({ address }) => address)
      .filter((address) => !plan.nodes.some((node) => node.address === address && node.down)),
    waves: waves ?? null,
  };
}

function ending(events: readonly UpgradeEvent[]): Pick<Rehearsal, 'how' | 'durationMs'> {
  const [first, last] = [events[0], events.at(-1)];
  return {
    how: last?.type === 'run-ended' ? last.how : 'failed',
    durationMs: first && last ? last.at - first.at : 0,
  };
}

function longestDown(nodes: readonly RehearsedNode[]): Rehearsal['longestDown'] {
  const [longest] = nodes.toSorted((a, b) => b.downMs - a.downMs);
  if (!longest || longest.downMs === 0) return null;
  return { address: longest.address, ms: longest.downMs };
}

function textOf(margin: RangeMargin | undefined): string | null {
  return margin ? describeMargin(margin) : null;
}

function nodesOf(
  { nodes }: Plan,
  events: readonly UpgradeEvent[],
  watch: SafetyWatch,
  end: ClusterState,
): readonly RehearsedNode[] {
  const byNode = groupBy(
    events.filter((event) => 'node' in event),
    ({ node }) => node,
  );
  const states = new Map(end.nodes.map((node) => [node.address, node]));
  return rolledOf(nodes).map(({ address, dc, rack, wave }) => {
    const own = byNode.get(address) ?? [];
    const [first, last] = [own[0], own.at(-1)];
    return {
      address,
      dc,
      rack,
      ...(wave === undefined ? {} : { wave }),
      state: stateOf(own),
      durationMs: first && last ? last.at - first.at : 0,
      downMs: downMsOf(states.get(address), end.at),
      dominatedBy: longestStep(own),
      tightest: textOf(watch.tightestWith(address)),
    };
  });
}

function stateOf(events: readonly UpgradeEvent[]): RehearsedNode['state'] {
  if (events.some(({ type }) => type === 'node-done')) return 'done';
  return events.some(({ type }) => type === 'node-started') ? 'started' : 'waiting';
}

/** Closed to clients: from disablebinary, the drain, or the end without one, until the next life lets them in. */
function downMsOf(node: SimulatedNode | undefined, now: number): number {
  const spans = (node?.lives ?? []).map((life, index, lives) => {
    const from = life.closedAt ?? departureOf(life)?.at;
    if (from === undefined || from > now) return 0;
    const next = lives.slice(index + 1).find(({ cqlAt }) => cqlAt !== undefined && cqlAt <= now);
    return (next?.cqlAt ?? now) - from;
  });
  return Math.max(0, ...spans);
}

function longestStep(events: readonly UpgradeEvent[]): RehearsedNode['dominatedBy'] {
  let longest: RehearsedNode['dominatedBy'] = null;
  const begun = new Map<number, number>();
  for (const event of events) {
    if (event.type === 'step-started') begun.set(event.step, event.at);
    if (event.type !== 'step-ended') continue;
    const ms = event.at - (begun.get(event.step) ?? event.at);
    if (!longest || ms > longest.ms) longest = { step: event.kind, ms };
  }
  return longest;
}
