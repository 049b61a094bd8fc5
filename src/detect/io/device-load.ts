import type { DiskCounters, DiskDevice } from '../../model/readings.ts';
import type { Look } from '../../model/series.ts';

/** What a device did between two looks. */
export interface DeviceLoad {
  readonly device: string;
  readonly requests: number;
  /** Mean time of a request, in ms. */
  readonly awaitMs: number;
  /** Mean number of requests under way. */
  readonly queue: number;
  readonly bytesPerSecond: number;
  /** Share of the time in which a request was under way, in %. */
  readonly busyPercent: number;
}

/** Fewer requests than this say nothing about how long a request takes. */
const enoughRequests = 10;

/** The device with the longest queue; undefined when none did enough, or counters were reset. */
export function busiestDevice(
  from: Look<DiskCounters>,
  to: Look<DiskCounters>,
): DeviceLoad | undefined {
  let busiest: DeviceLoad | undefined;
  for (const after of to.value.devices) {
    const before = from.value.devices.find((one) => one.name === after.name);
    const load = before && loadOf(before, after, to.at - from.at);
    if (load && load.queue > (busiest?.queue ?? -1)) busiest = load;
  }
  return busiest;
}

function loadOf(before: DiskDevice, after: DiskDevice, elapsedMs: number): DeviceLoad | undefined {
  const reads = after.reads - before.reads;
  const writes = after.writes - before.writes;
  const weightedIoMs = after.weightedIoMs - before.weightedIoMs;
  const requests = reads + writes;
  const fell = reads < 0 || writes < 0 || weightedIoMs < 0;
  if (fell || elapsedMs <= 0 || requests < enoughRequests) return undefined;
  const busyMs = after.readMs - before.readMs + (after.writeMs - before.writeMs);
  const bytes = after.readBytes - before.readBytes + (after.writtenBytes - before.writtenBytes);
  return {
    device: after.name,
    requests,
    awaitMs: busyMs / requests,
    queue: weightedIoMs / elapsedMs,
    bytesPerSecond: (bytes * 1000) / elapsedMs,
    busyPercent: Math.min(100, ((after.ioMs - before.ioMs) * 100) / elapsedMs),
  };
}
