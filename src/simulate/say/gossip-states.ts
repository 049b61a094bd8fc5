import type { GossipEndpoint } from '../../model/readings.ts';
import { withPort } from './endpoint.ts';
import { javaDouble } from './number.ts';
import { isFrom } from './release.ts';

export interface GossipExtras {
  /** Of a node that speaks of itself: it keeps the states of before 4.0 beside the newer ones. */
  readonly isSelf?: boolean;
  readonly loadBytes?: number;
  readonly token?: string;
  readonly internodePort?: number;
  readonly nativePort?: number;
  readonly sstableVersions?: string;
  /** Values by name of state, where they must be these very ones. */
  readonly values?: Readonly<Record<string, string>>;
}

type Entries = readonly (readonly [state: string, value: string | undefined])[];

/** States of an endpoint of a release, in Cassandra's order; `TOKENS`, which is hidden, is not in. */
export function gossipStates(
  endpoint: GossipEndpoint,
  release: string,
  extras: GossipExtras,
): readonly (readonly [state: string, value: string])[] {
  const isNew = isFrom(release, 4, 0);
  const hasOld = !isNew || extras.isSelf === true;
  const status = statusOf(endpoint, extras);
  const states: Entries = [
    ['STATUS', hasOld || isShutdown(endpoint) ? status : undefined],
    ['LOAD', loadOf(extras)],
    ['SCHEMA', endpoint.schema],
    ['DC', endpoint.dc],
    ['RACK', endpoint.rack],
    ['RELEASE_VERSION', endpoint.releaseVersion],
    ...(hasOld ? oldAddresses(endpoint) : []),
    ['SEVERITY', isFrom(release, 3, 10) ? undefined : '0.0'],
    ['NET_VERSION', endpoint.netVersion?.toString()],
    ['HOST_ID', endpoint.hostId],
    ['RPC_READY', endpoint.rpcReady?.toString()],
    ...(isNew ? newStates(endpoint, status, extras) : []),
  ];
  return states.flatMap(([state, value]) =>
    value === undefined ? [] : [[state, extras.values?.[state] ?? value] as const],
  );
}

function loadOf({ loadBytes = 0 }: GossipExtras): string {
  return javaDouble(loadBytes);
}

/** A node that goes down says so under the old name, too. */
function isShutdown({ status }: GossipEndpoint): boolean {
  return status === 'shutdown';
}

function oldAddresses({ address }: GossipEndpoint): Entries {
  return [
    ['INTERNAL_IP', address],
    ['RPC_ADDRESS', address],
  ];
}

function newStates(
  { address }: GossipEndpoint,
  status: string | undefined,
  { internodePort = 7000, nativePort = 9042, sstableVersions = 'big-nb' }: GossipExtras,
): Entries {
  return [
    ['INTERNAL_ADDRESS_AND_PORT', withPort(address, internodePort)],
    ['NATIVE_ADDRESS_AND_PORT', withPort(address, nativePort)],
    ['STATUS_WITH_PORT', status],
    ['SSTABLE_VERSIONS', sstableVersions],
  ];
}

/** `NORMAL,-42`, `shutdown,true`; undefined for a node that has told nothing yet. */
function statusOf({ status }: GossipEndpoint, { token = '0' }: GossipExtras): string | undefined {
  if (status === undefined) return undefined;
  return `${status},${/^(shutdown|hibernate)$/.test(status) ? 'true' : token}`;
}
