import { ConfigError } from '../model/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import { settled } from './act.ts';
import type { SimulatedCluster } from './cluster.ts';
import { pacedClock, type Pace } from './paced-clock.ts';
import { nodeOf, type ClusterState } from './state.ts';
import { newStorage } from './storage.ts';

/** What the file holds: a cluster, and how its time goes. */
export interface ClusterFile {
  readonly format: 1;
  readonly kind: 'ringward-simulated-cluster';
  readonly pace: Pace;
  readonly state: ClusterState;
}

export interface FileClusterParts {
  readonly files: Files;
  /** Of the machine. */
  readonly clock: Clock;
  /** Does the work with no other process doing its own in between. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface FileCluster extends SimulatedCluster {
  readonly pace: Pace;
}

/** So long what was read is taken for new: less than a process needs to do anything. */
const freshMs = 2;

/**
 * A cluster whose state lives in a file, so that many processes see one. Its time goes on whether
 * anybody looks or not, and a state is replaced whole: a process that is killed leaves the old or the new
 * one. Rows are kept by the process that wrote them. Throws ConfigError.
 */
export async function fileCluster(
  path: string,
  { files, clock: real, exclusively }: FileClusterParts,
): Promise<FileCluster> {
  let known = await readClusterFile(path, files);
  let readAt = real.now();
  let reading: Promise<void> | undefined;
  const clock = pacedClock(known.pace, real);
  const state = () => settled(known.state, clock.now());
  const read = async () => {
    known = await readClusterFile(path, files);
    readAt = real.now();
  };
  return {
    pace: known.pace,
    clock,
    storage: newStorage(),
    state,
    node: (address) => nodeOf(state(), address),
    async refresh() {
      if (real.now() - readAt < freshMs) return;
      // Many ask at the same moment; one read is new enough for all.
      reading ??= read().finally(() => (reading = undefined));
      await reading;
    },
    update: (by) =>
      exclusively(async () => {
        await read();
        const now = clock.now();
        const before = state();
        const changed = by(before, now);
        if (changed.state === before) return changed;
        known = { ...known, state: { ...changed.state, at: now } };
        await files.writeText(path, clusterFileText(known));
        return changed;
      }),
  };
}

export function clusterFileText(file: ClusterFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

export async function readClusterFile(path: string, files: Files): Promise<ClusterFile> {
  const text = await files.readText(path);
  const hint = 'make one in an empty folder: ringward lab up --simulated --dir DIR';
  if (text === undefined) throw new ConfigError(path, 'there is no simulated cluster', hint);
  const file = parse(text);
  if (file?.kind === 'ringward-simulated-cluster' && file.format === 1) return file as ClusterFile;
  throw new ConfigError(path, 'this is no simulated cluster of this version of Ringward', hint);
}

function parse(text: string): Partial<ClusterFile> | undefined {
  try {
    return (JSON.parse(text) as Partial<ClusterFile> | null) ?? undefined;
  } catch {
    return undefined;
  }
}
