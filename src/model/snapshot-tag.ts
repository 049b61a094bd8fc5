const tagStart = 'ringward-';

/** The name of the snapshot that a run takes of every node. */
export function snapshotTag(runId: string): string {
  return `${tagStart}${runId}`;
}

/** A name of that form, of one plain word: others become no argument of a command. */
export function isOwnTag(name: string): boolean {
  return name.startsWith(tagStart) && /^[\w-]+$/.test(name);
}
