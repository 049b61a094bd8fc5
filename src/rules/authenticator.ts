import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';

/**
 * False only when it was seen: a node answered CQL to a client that gave no credentials. With
 * credentials an answer says nothing (a node without authenticator takes any), so it is undefined,
 * and unknown counts as on.
 */
export function authenticatorOn(snapshot: Snapshot, loggedIn: boolean): boolean | undefined {
  if (loggedIn) return undefined;
  const answered = snapshot.nodes.some((node) => valueOf(node.sources['cql-local']) !== undefined);
  return answered ? false : undefined;
}
