import type { InventoryNode, NodeCommands } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import type { Plan, PlannedNode } from '../../src/model/plan.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { withDigest } from '../../src/plan/digest.ts';
import type { Standings } from '../../src/plan/as-left.ts';
import { planWayBack, type TakenBack, type WayBackRequest } from '../../src/plan/way-back.ts';

const steps: readonly PlannedStep[] = [
  { kind: 'fetch', params: { timeoutMs: 1_000 } },
  { kind: 'snapshot', params: { timeoutMs: 1_000, unseen: 'go-on' } },
  { kind: 'drain', params: { timeoutMs: 1_000, onTimeout: 'fail' } },
  { kind: 'stop', params: { timeoutMs: 1_000 } },
  { kind: 'install', params: { timeoutMs: 7_000 } },
  { kind: 'start', params: { timeoutMs: 1_000 } },
  { kind: 'await-return', params: { timeoutMs: 1_000, consecutive: 3 } },
  { kind: 'soak', params: { forMs: 1_000, holdMs: 1_000, compare: 'peers' } },
];

export const planned = (address: string, fromVersion: string): PlannedNode => ({
  ...{ address, hostId: `id-${address}`, dc: 'dc1', rack: 'r1', tokenCount: 16, fromVersion },
  ...{ reason: 'first', steps, commands: {}, approvals: ['canary'] },
});

export interface Way {
  readonly from?: string;
  readonly to?: string | null;
  readonly nodes?: readonly PlannedNode[];
  readonly undoes?: NonNullable<Plan['undoes']>;
}

function planOf({ from = '4.1.10', to = '5.0.8', nodes, undoes }: Way): Plan {
  return withDigest({
    ...{ format: 1, createdAt: 0, cluster: 'c', playbook: 'upgrade', limits: labLimits },
    ...(to === null ? {} : { toVersion: to }),
    ...(undoes ? { undoes } : {}),
    ...{ topologyDigest: 't', consistency: {}, cures: [], baseline: [], warnings: [] },
    before: ['peers-up', 'range-safety', 'no-holding-findings'],
    after: ['seen-up-by-peers'],
    nodes: nodes ?? [planned('a', from), planned('b', from), planned('c', from)],
  });
}

export const noClear: NodeCommands = {
  ...{ stop: ['{home}/stop'], running: ['{home}/running'], start: ['{home}/start'] },
  ...{ install: ['{home}/install', '{version}'], fetch: ['{home}/fetch', '{version}'] },
};
const commands: NodeCommands = { ...noClear, clearCompactionHistory: ['{home}/clear'] };

export function inventoryOf(own: NodeCommands = commands): WayBackRequest['inventory'] {
  const nodes: readonly InventoryNode[] = ['a', 'b', 'c'].map((address) => ({
    ...{ address, cqlAddress: address, cqlPort: 9042, home: `/${address}` },
    ...{ nodetool: ['nodetool'], commands: own },
  }));
  return {
    ...{ cluster: 'c', transport: 'local', nodes, cql: {}, jmx: {}, via: 'auto' },
    ...{ consistency: {}, limits: labLimits },
  };
}

export const left = (more: Partial<TakenBack> = {}): TakenBack => ({
  ...{ address: 'b', isDone: false, isStarted: true, generationBefore: 5 },
  last: { kind: 'await-return', isCutOff: false },
  ...more,
});
export const done = (address: string): TakenBack => left({ address, isDone: true });

/** The first done, the second part-way on the new release, the third not begun; all say so. */
export function asLeft(way: Way): Standings {
  const { nodes, toVersion } = planOf(way);
  const releases = nodes.map(({ address, fromVersion }) => {
    const to = toVersion ?? fromVersion;
    const left = { a: [to], b: [fromVersion, to] }[address] ?? [fromVersion];
    return { address, left, now: left.at(-1) ?? '' };
  });
  return {
    left: new Map(releases.map(({ address, left: of }) => [address, of])),
    now: new Map(releases.map(({ address, now }) => [address, now])),
  };
}

export function back(way: Way, wish: Partial<WayBackRequest> = {}) {
  return planWayBack({
    ...{ runId: 'r1', plan: planOf(way), records: 9, taken: [left(), done('a')], all: false },
    ...{ inventory: inventoryOf(), at: 1, next: nextCommands({}), standings: asLeft(way) },
    ...wish,
  });
}

export function planBack(way: Way, wish?: Partial<WayBackRequest>): Plan {
  const result = back(way, wish);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}
