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
}

/** Fewer requests than this say nothing about how long a request takes. */
const enoughRequests = 10;

/** The device with the longest queue; undefined when none did enough, or counters were reset. */
export function busiestDevice(
  from: Look<DiskCounters>,
  to: Look<DiskCounters>,
): DeviceLoad | undefined {
  const loads = to.value.devices.flatMap((after) => {
    const before = from.value.devices.find((one) => one.name === after.name);
    return (before && loadOf(before, after, to.at - from.at)) ?? [];
  });
  return loads.toSorted((a, b) => b.queue - a.queue)[0];
}

function loadOf(before: DiskDevice, after: DiskDevice, elapsedMs: number): DeviceLoad | undefined {
  const grown = (field: Exclude<keyof DiskDevice, 'name'>) => after[field] - before[field];
  const requests = grown('reads') + grown('writes');
  const fell = grown('reads') < 0 || grown('writes') < 0 || grown('weightedIoMs') < 0;
  if (fell || elapsedMs <= 0 || requests < enoughRequests) return undefined;
  return {
    device: after.name,
    requests,
    awaitMs: (grown('readMs') + grown('writeMs')) / requests,
    queue: grown('weightedIoMs') / elapsedMs,
    bytesPerSecond: ((grown('readBytes') + grown('writtenBytes')) * 1000) / elapsedMs,
  };
}
