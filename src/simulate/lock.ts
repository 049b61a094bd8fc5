import type { NodeLockAsked } from '../model/node-lock.ts';
import type { ClusterState } from './state.ts';

/** What the lock of a node becomes, and what is printed of it. */
export function lockOn(
  state: ClusterState,
  address: string,
  { verb, line, seen }: NodeLockAsked,
): { readonly state: ClusterState; readonly says: string } {
  const { [address]: held, ...others } = state.locks ?? {};
  if (verb === 'give') {
    return { state: held === line ? { ...state, locks: others } : state, says: 'given\n' };
  }
  if (held !== undefined && held !== seen && held !== line) {
    return { state, says: `held\n${held}\n` };
  }
  return { state: { ...state, locks: { ...others, [address]: line } }, says: 'taken\n' };
}
