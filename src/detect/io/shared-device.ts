import type { DiskDevice } from '../../model/readings.ts';
import { latestValue } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';

/**
 * Nodes of one machine share its devices: comparing them says nothing. They are told by the JVM's
 * host name, by loopback addresses, or by reading the same counters (which differ a little, as they
 * are read at slightly different times).
 */
export function sharesDevices(series: Series, a: string, b: string): boolean {
  if (isLoopback(a) && isLoopback(b)) return true;
  const [hostA, hostB] = [hostOf(series, a), hostOf(series, b)];
  if (hostA !== undefined && hostB !== undefined) return hostA === hostB;
  return readsSameCounters(devicesOf(series, a), devicesOf(series, b));
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

function hostOf(series: Series, node: string): string | undefined {
  return latestValue(series, node, 'java-process')?.host;
}

function devicesOf(series: Series, node: string): readonly DiskDevice[] {
  return latestValue(series, node, 'disks')?.devices ?? [];
}

function readsSameCounters(ofA: readonly DiskDevice[], ofB: readonly DiskDevice[]): boolean {
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
