import type { NodeSnapshot } from '../model/snapshot.ts';
import { valueOf } from '../model/seen.ts';
import type { StorageMode } from '../model/step.ts';
import { modeIn } from '../model/storage-mode.ts';
import { parseVersion, releaseLine } from '../model/version.ts';

/** From which mode each is rolled to: NEWS.txt 5.0, top notice (CASSANDRA-14227). */
export const modeBefore: Readonly<Record<StorageMode, string>> = {
  UPGRADING: 'CASSANDRA_4',
  NONE: 'UPGRADING',
};

/** In which modes nodes of 5.0 may be while others are rolled to this one; undefined: while 4.x still counts. */
export function modesBeside(mode: StorageMode | undefined): readonly string[] {
  return mode ? [modeBefore[mode], mode] : ['CASSANDRA_4'];
}

/** Whether a node is where a roll that sets `mode`, or leads back from 5.0 where there is none, may go on. */
export type ModeStanding =
  | { readonly kind: 'fits'; readonly mode?: string }
  /** Which source would have told. */
  | { readonly kind: 'unseen'; readonly source: 'cql-local' | 'settings' }
  | { readonly kind: 'other'; readonly what: string };

export function modeStanding(
  { address, sources }: Pick<NodeSnapshot, 'address' | 'sources'>,
  mode: StorageMode | undefined,
): ModeStanding {
  const release = valueOf(sources['cql-local'])?.releaseVersion;
  const version = release === undefined ? undefined : parseVersion(release);
  if (!version) return { kind: 'unseen', source: 'cql-local' };
  if (releaseLine(version) !== '5.0') {
    // On the way back a node that is done has no mode any more.
    if (!mode) return { kind: 'fits' };
    return { kind: 'other', what: `${address} runs ${release ?? ''}, which has no such mode` };
  }
  const settings = valueOf(sources.settings);
  if (!settings) return { kind: 'unseen', source: 'settings' };
  const wanted = modesBeside(mode);
  const now = modeIn(settings) ?? 'no mode';
  if (wanted.includes(now)) return { kind: 'fits', mode: now };
  return {
    kind: 'other',
    what: `${address} is in ${now}, and this roll goes from ${wanted.join(' or ')}`,
  };
}
