import type { Instant } from '../model/instant.ts';
import { withNode } from './act.ts';
import type { SettingName } from './commands.ts';
import type { Fault } from './fault.ts';
import { isOn } from './node-faults.ts';
import type { ClusterState, SimulatedNode } from './state.ts';
import { runningCompactions } from './work.ts';

/** What a command of nodetool makes of the cluster at once; `given` follows its name. */
type Setting = (
  state: ClusterState,
  node: SimulatedNode,
  given: readonly string[],
  now: Instant,
) => ClusterState;

export const settings: Readonly<Record<SettingName, Setting>> = {
  enablehandoff: (state, { address }, _, now) => withHandoff(state, address, now),
  disablehandoff: (state, { address }, _, now) => {
    const { faults } = withHandoff(state, address, now);
    return { ...state, faults: [...faults, { kind: 'hints-off', node: address, from: now }] };
  },
  stop: (state, node, [, id = ''], now) => withoutCompaction(state, node, id, now),
  setcompactionthroughput: (state, node, [value]) =>
    withWork(state, node, { throughputMiBPerSecond: Math.max(0, Number(value) || 0) }),
  enableautocompaction: (state, node, given) => {
    const on = new Set(tablesOf(state, given));
    const off = node.work.autocompactionOff.filter((table) => !on.has(table));
    return withWork(state, node, { autocompactionOff: off });
  },
  disableautocompaction: (state, node, given) => {
    const off = new Set([...node.work.autocompactionOff, ...tablesOf(state, given)]);
    return withWork(state, node, { autocompactionOff: [...off] });
  },
};

/** What was off from now on is on; hints that were not kept stay away. */
function withHandoff(state: ClusterState, address: string, now: Instant): ClusterState {
  const isOff = (fault: Fault) =>
    fault.kind === 'hints-off' && fault.node === address && isOn(fault, now);
  return {
    ...state,
    faults: state.faults.map((fault) => (isOff(fault) ? { ...fault, until: now } : fault)),
  };
}

/** Its own, or the one that a fault makes stand still. */
function withoutCompaction(
  state: ClusterState,
  node: SimulatedNode,
  id: string,
  now: Instant,
): ClusterState {
  const compactions = node.work.compactions.filter((task) => task.id !== id);
  const idle = { ...node, work: { ...node.work, compactions: [] } };
  const isIts = (fault: Fault) =>
    fault.kind === 'compaction-stalls' &&
    runningCompactions({ ...state, faults: [fault] }, idle, now).some((task) => task.id === id);
  const faults = state.faults.filter((fault) => !isIts(fault));
  return withWork({ ...state, faults }, node, { compactions });
}

function withWork(
  state: ClusterState,
  node: SimulatedNode,
  work: Partial<SimulatedNode['work']>,
): ClusterState {
  return withNode(state, { ...node, work: { ...node.work, ...work } });
}

/** `keyspace.table` of those named: a keyspace, and its tables or none for all; all without a keyspace. */
function tablesOf({ keyspaces }: ClusterState, given: readonly string[]): readonly string[] {
  const [wanted, ...tables] = given;
  return keyspaces
    .filter(({ name }) => wanted === undefined || name === wanted)
    .flatMap(({ name, tables: all }) =>
      (tables.length > 0 ? tables : all).map((t) => `${name}.${t}`),
    );
}
