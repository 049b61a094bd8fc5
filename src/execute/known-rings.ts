import type { KeyspaceRing } from '../model/ring.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Replica sets, remembered as long as the topology stays the same: they are dear to read and change only with it. */
export interface KnownRings {
  readonly value: () => readonly KeyspaceRing[] | undefined;
  /** Throughout a look that showed this topology; `isWanted`: its gates need them. */
  readonly after: (look: Snapshot, digest: string | undefined, isWanted: boolean) => void;
}

export function knownRings(): KnownRings {
  let known: { readonly digest: string; readonly value: readonly KeyspaceRing[] } | undefined;
  return {
    value: () => known?.value,
    after({ rings }, digest, isWanted) {
      const read = valueOf(rings);
      if (digest !== undefined && read) known = { digest, value: read };
      // The topology moved: what was read before says nothing any more.
      else if (isWanted && digest !== known?.digest) known = undefined;
    },
  };
}
