import { posix as path } from 'node:path';
import { FileError, UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RecordingOrigin } from '../model/recording.ts';
import type { LookMark, RecordingHead } from '../record/format.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPorts } from './cluster-ports.ts';
import { fromExcludes } from './from-excludes.ts';
import type { InventoryFlags } from './load-inventory.ts';
import type { Watch } from './watch-cluster.ts';

/** Flags that say where a cluster is looked at. */
export interface SourceFlags extends InventoryFlags {
  /** A folder that `ringward record` wrote. */
  readonly from?: string;
}

/** A cluster to be read: the one of an inventory, or a recording of one. */
export interface ClusterSource {
  readonly inventory: Inventory;
  readonly ports: Ports;
  readonly recording?: PlayedRecording;
}

export interface PlayedRecording {
  readonly origin: RecordingOrigin;
  /** Those that were over. */
  readonly looks: readonly LookMark[];
  /** How long it was watched: between two instants nothing is known. */
  readonly forMs: number;
  /** Between two looks. */
  readonly tickMs: number;
}

export async function clusterSource(
  flags: SourceFlags,
  given: Ports,
  load: (flags: InventoryFlags, ports: Ports) => Promise<Inventory>,
): Promise<ClusterSource> {
  const { inventory: file, from } = flags;
  if (from === undefined) {
    const inventory = await load(flags, given);
    return { inventory, ports: await clusterPorts(inventory, given) };
  }
  fromExcludes(from, { '--inventory': file });
  return await openRecorded(path.resolve(given.cwd, from), given);
}

async function openRecorded(named: string, given: Ports): Promise<ClusterSource> {
  const [{ originOf, readRecording, recordingFile }, { looksIn }, play, { virtualClock }] =
    await Promise.all([
      import('../record/read-recording.ts'),
      import('../record/format.ts'),
      import('../record/playback.ts'),
      import('../simulate/virtual-clock.ts'),
    ]);
  // Its file is as good a name as its folder.
  const dir = path.basename(named) === recordingFile ? path.dirname(named) : named;
  const recording = await readRecording(dir, given.files).catch(tellFile(dir));
  const looks = looksIn(recording);
  const clock = virtualClock(looks[0]?.begunAt ?? recording.head.at);
  return {
    inventory: play.playedInventory(recording.head.inventory),
    ports: { ...given, ...play.playbackPorts(recording, clock) },
    recording: playedRecording(recording.head, originOf(recording), looks),
  };
}

/** Where a folder is meant the operating system speaks of the file below it, which nobody has written. */
function tellFile(dir: string) {
  return (error: unknown): never => {
    if (!(error instanceof FileError) || error.code !== 'ENOTDIR') throw error;
    throw new UsageError(
      `--from ${dir}: this is a file, not the folder of a recording`,
      'give the folder that ringward record wrote: --from DIR',
    );
  };
}

function playedRecording(
  head: RecordingHead,
  origin: RecordingOrigin,
  looks: readonly LookMark[],
): PlayedRecording {
  const [first, last] = [looks[0], looks.at(-1)];
  const cutMs = first && last ? Math.max(0, last.begunAt - first.at) : 0;
  const { tickMs } = head.inventory.limits;
  return { origin, looks, forMs: origin.isCutOff ? cutMs : head.forMs, tickMs };
}

/** How a recording is looked at: all of it, or its first looks within `forMs`. */
export function watchOf(recording: PlayedRecording, forMs = recording.forMs): Watch {
  const { origin, looks, forMs: recordedMs, tickMs } = recording;
  if (forMs > recordedMs) {
    throw new UsageError(
      `--for ${seconds(forMs)} is longer than the recording, which is of ${seconds(recordedMs)}`,
      'leave --for out: then the whole recording is judged',
    );
  }
  const [first, ...others] = looks;
  // A look begins a little later than it is due.
  const until = (first?.at ?? origin.from) + forMs + tickMs / 2;
  // The last look may have been late.
  const later = others.filter(({ begunAt }) => forMs === recordedMs || begunAt <= until);
  const isWhole = !origin.isCutOff && later.length === others.length;
  const dues = [
    { at: first?.begunAt ?? origin.from, asksEnds: true },
    ...later.map(({ begunAt, asksEnds = false }, index) => ({
      at: begunAt,
      asksEnds: asksEnds || (isWhole && index === later.length - 1),
    })),
  ];
  return { forMs: later.length === 0 ? 0 : recordedMs, dues };
}

function seconds(ms: number): string {
  return `${Math.floor(ms / 1_000)}s`;
}
