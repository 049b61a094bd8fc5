import type { Limits } from '../../model/limits.ts';
import { looksOf } from '../../model/series.ts';
import { busiestDevice, type DeviceLoad } from '../io/device-load.ts';
import { rounded } from '../wording.ts';
import type { NodeCompactions } from './node-compactions.ts';
import type { TaskTrack } from './task-track.ts';

/** The busiest device of the node while the task was seen; undefined: not seen, or no I/O. */
export function deviceDuring(
  { samples }: Pick<TaskTrack, 'samples'>,
  on: NodeCompactions,
): DeviceLoad | undefined {
  const since = samples[0]?.at ?? 0;
  const looks = looksOf(on.series, on.node, 'disks').filter((one) => one.at >= since);
  const [from, to] = [looks[0], looks.at(-1)];
  return from && to && from !== to ? busiestDevice(from, to) : undefined;
}

/** Requests both wait long and queue up. */
export function isSaturated(device: DeviceLoad, limits: Limits): boolean {
  return device.awaitMs >= limits.diskAwaitMs && device.queue >= limits.diskQueue;
}

/** `vda answers in 0.4 ms` */
export function answerWords({ device, awaitMs }: DeviceLoad): string {
  return `${device} answers in ${rounded(awaitMs)} ms`;
}
