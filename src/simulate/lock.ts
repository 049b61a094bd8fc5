import { holderIn, nodeLockText, type NodeLockAsked } from '../model/node-lock.ts';
import { withNode } from './act.ts';
import type { ClusterState, SimulatedNode } from './state.ts';

/** What the lock of a node becomes, and what is printed of it. */
export function lockOn(
  state: ClusterState,
  node: SimulatedNode,
  { verb, runId, line, seen }: NodeLockAsked,
): { readonly state: ClusterState; readonly says: string } {
  const { lock: held, ...free } = node;
  if (verb === 'look') {
    return { state, says: held === undefined ? nodeLockText('free') : nodeLockText('held', held) };
  }
  if (verb === 'give') {
    const isOwn = line === '' ? holderIn(held)?.runId === runId : held === line;
    return { state: isOwn ? withNode(state, free) : state, says: nodeLockText('given') };
  }
  if (held !== undefined && held !== seen && held !== line) {
    return { state, says: nodeLockText('held', held) };
  }
  return { state: withNode(state, { ...free, lock: line }), says: nodeLockText('taken') };
}
