/** Snapshots that Ringward takes begin with it; no others are removed. */
export const tagStart = 'ringward-';

/** The name of the snapshot that a run takes of every node. */
export function snapshotTag(runId: string): string {
  return `${tagStart}${runId}`;
}
