import type { TokenRange } from '../../model/ring.ts';
import { text } from './table.ts';

export interface RingDecorations {
  readonly schemaVersion?: string;
}

/** `nodetool describering KEYSPACE`, alike in every version. */
export function sayDescribeRing(
  ranges: readonly TokenRange[],
  { schemaVersion = '00000000-0000-3000-8000-000000000000' }: RingDecorations = {},
): string {
  return text([`Schema Version:${schemaVersion}`, 'TokenRange: ', ...ranges.map(lineOf)]);
}

function lineOf({ start, end, replicas }: TokenRange): string {
  const addresses = replicas.map(({ address }) => address).join(', ');
  const details = replicas.map(
    ({ address, dc, rack }) => `EndpointDetails(host:${address}, datacenter:${dc}, rack:${rack})`,
  );
  const fields = [
    `start_token:${start}`,
    `end_token:${end}`,
    `endpoints:[${addresses}]`,
    `rpc_endpoints:[${addresses}]`,
    `endpoint_details:[${details.join(', ')}]`,
  ];
  return `\tTokenRange(${fields.join(', ')})`;
}
