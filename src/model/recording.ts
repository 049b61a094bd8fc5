import type { Instant } from './instant.ts';
import type { Inventory, InventoryNode } from './inventory.ts';

/** Why an answer is missing when a recording is asked for what it does not hold. */
export const notRecorded = 'not in the recording';

/** What a recording keeps of the inventory: no command, no path, no user. */
export interface RecordedInventory extends Pick<
  Inventory,
  'cluster' | 'consistency' | 'limits' | 'via'
> {
  readonly nodes: readonly (Pick<InventoryNode, 'address' | 'cqlAddress' | 'cqlPort'> & {
    /** Its log was asked for. */
    readonly hasLog?: boolean;
    /** Its beans were asked. */
    readonly hasJmx?: boolean;
  })[];
}

/** Of which recording something was told. */
export interface RecordingOrigin {
  readonly from: Instant;
  /** Its newest whole record. */
  readonly until: Instant;
  /** It ends before its time was over. */
  readonly isCutOff: boolean;
}

/** The part of it that was judged. */
export interface RecordedPart extends RecordingOrigin {
  /** Looks at its end that `--for` left out, and with them what is asked at the end only. */
  readonly looksLeftOut: number;
}
