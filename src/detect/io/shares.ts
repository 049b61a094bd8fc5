import { taskKey } from '../../model/compaction-task.ts';
import { addressesOf, looksOf, spanMs, type Look } from '../../model/series.ts';
import type { ProcessIo } from '../../model/readings.ts';
import type { Series } from '../../model/snapshot.ts';
import { compactionLooks, tracksOf } from '../compaction/task-track.ts';
import { perSecond, riseIn } from '../rise.ts';
import { busiestDevice } from './device-load.ts';
import { sharesDevices } from './shared-device.ts';
import { wholeDisks, type WholeDisks } from './whole-disks.ts';

/** Whose bytes a device moved, in bytes/s over the whole series; undefined: not seen. */
export interface Shares {
  readonly device: string;
  readonly deviceRate: number;
  /** All disks of the machine: the kernel counts what a process moved on any of them. */
  readonly disks: WholeDisks | undefined;
  /** By all nodes of the machine together, on any disk. */
  readonly nodesRate: number | undefined;
  /** Of this node alone. */
  readonly ownRate: number | undefined;
  /** What its compactions read and wrote, before compression. */
  readonly compactionRate: number | undefined;
  /** Before compression. */
  readonly flushRate: number | undefined;
  readonly streamRate: number | undefined;
}

/** Page caches write late, so less is not compared. */
const fewestMs = 15_000;

/** Undefined where the device was not seen for long enough. */
export function sharesOf(series: Series, node: string): Shares | undefined {
  const disks = looksOf(series, node, 'disks');
  const [from, to] = [disks[0], disks.at(-1)];
  if (!from || !to || to.at - from.at < fewestMs) return undefined;
  const load = busiestDevice(from, to);
  if (!load) return undefined;
  const together = addressesOf(series).filter(
    (other) => other === node || sharesDevices(series, node, other),
  );
  return {
    device: load.device,
    deviceRate: load.bytesPerSecond,
    disks: wholeDisks(from, to),
    nodesRate: sumOf(together.map((each) => ownRate(series, each))),
    ownRate: ownRate(series, node),
    compactionRate: compactionRate(series, node),
    flushRate: rateOf(series, node, (one) => one.flushedBytes),
    streamRate: rateOf(series, node, (one) => one.streamedInBytes + one.streamedOutBytes),
  };
}

/** Unknown when one of them is. */
function sumOf(rates: readonly (number | undefined)[]): number | undefined {
  return rates.reduce((sum, rate) => add(sum, rate), 0);
}

function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function ownRate(series: Series, node: string): number | undefined {
  const bytes = ({ readBytes, writtenBytes }: ProcessIo) => readBytes + writtenBytes;
  return perSecond(riseIn(series, node, 'process-io', bytes));
}

function rateOf(
  series: Series,
  node: string,
  bytes: (value: {
    readonly flushedBytes: number;
    readonly streamedInBytes: number;
    readonly streamedOutBytes: number;
  }) => number,
): number | undefined {
  return perSecond(riseIn(series, node, 'disk-activity', bytes));
}

/**
 * By the progress of the tasks that are seen: every byte is read, and written again. Tasks that came and
 * went between two looks are counted by the input of those that ended.
 */
function compactionRate(series: Series, node: string): number | undefined {
  const looks = compactionLooks(series, node);
  const elapsedMs = spanMs(looks);
  if (elapsedMs <= 0) return undefined;
  const moved = looks.slice(1).reduce((sum, to, i) => {
    const from = looks[i];
    return from ? sum + movedBetween(from, to) : sum;
  }, 0);
  const ended = riseIn(series, node, 'disk-activity', (one) => one.compactedBytes);
  const bytes = Math.max(moved, (ended?.rise ?? 0) - doneBefore(looks));
  return (2 * bytes * 1_000) / elapsedMs;
}

type Looks = ReturnType<typeof compactionLooks>;

/** A task counts as a whole when it ends: what it had done at the first look is not of this time. */
function doneBefore(looks: Looks): number {
  const running = new Set(looks.at(-1)?.value.active.map(taskKey));
  const ended = looks[0]?.value.active.filter((task) => !running.has(taskKey(task))) ?? [];
  return ended.reduce((sum, { unit, completed }) => sum + (unit === 'bytes' ? completed : 0), 0);
}

function movedBetween(from: Looks[number], to: Looks[number]): number {
  return tracksOf([from, to]).reduce((sum, { task, samples }) => {
    if (task.unit !== 'bytes') return sum;
    return sum + Math.max(0, task.completed - startOf(samples));
  }, 0);
}

/** A task that was not there yet began at 0. */
function startOf(samples: readonly Look<number>[]): number {
  return samples.length > 1 ? (samples[0]?.value ?? 0) : 0;
}
