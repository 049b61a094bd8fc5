import { holderIn, nodeLockText, type NodeLockAsked } from '../model/node-lock.ts';
import type { ClusterState } from './state.ts';

/** What the lock of a node becomes, and what is printed of it. */
export function lockOn(
  state: ClusterState,
  address: string,
  { verb, runId, line, seen }: NodeLockAsked,
): { readonly state: ClusterState; readonly says: string } {
  const { [address]: held, ...others } = state.locks ?? {};
  if (verb === 'give') {
    const isOwn = holderIn(held)?.runId === runId;
    return { state: isOwn ? { ...state, locks: others } : state, says: nodeLockText('given') };
  }
  if (held !== undefined && held !== seen && held !== line) {
    return { state, says: nodeLockText('held', held) };
  }
  return {
    state: { ...state, locks: { ...others, [address]: line } },
    says: nodeLockText('taken'),
  };
}
