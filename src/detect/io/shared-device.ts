import type { DiskDevice } from '../../model/readings.ts';
import { looksOf } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';

/**
 * Nodes that read the same counters are on one machine: comparing them says nothing. Counters are
 * read at slightly different times, so they may differ a little; all devices must agree.
 */
export function sharesDevices(series: Series, a: string, b: string): boolean {
  const devicesOf = (node: string) => looksOf(series, node, 'disks').at(-1)?.value.devices ?? [];
  const [ofA, ofB] = [devicesOf(a), devicesOf(b)];
  const isIdle = ofA.every((one) => one.reads + one.writes === 0);
  return (
    !isIdle &&
    ofA.length === ofB.length &&
    ofA.every((one) => ofB.some((other) => one.name === other.name && isClose(one, other)))
  );
}

const driftShare = 0.001;
const driftRequests = 200;

function isClose(a: DiskDevice, b: DiskDevice): boolean {
  return (['reads', 'writes'] as const).every((field) => {
    const drift = Math.abs(a[field] - b[field]);
    return drift <= Math.max(driftRequests, a[field] * driftShare);
  });
}
