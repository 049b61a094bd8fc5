import type * as reading from '../../src/model/readings.ts';

type Reading =
  | reading.RingStatus
  | reading.CompactionStats
  | reading.ThreadPools
  | reading.NetStats
  | reading.ClusterDescription
  | reading.ClientRequests
  | reading.NodeInfo;

/** What a reading says, a line a row. */
export function told(value: Reading): readonly string[] {
  if ('rows' in value) return value.rows.map(row);
  if ('pendingTasks' in value) return [`${value.pendingTasks} pending`, ...value.active.map(task)];
  if ('pools' in value) {
    const dropped = (value.dropped ?? []).map(
      ({ message, count }) => `${message} ${count} dropped`,
    );
    return [...value.pools.map(({ name, completed }) => `${name} ${completed}`), ...dropped];
  }
  if ('mode' in value) return [value.mode, ...value.streams];
  if ('reads' in value) {
    const { reads, writes } = value;
    return [`p99 of reads ${reads.p99Ms} ms, of writes ${writes.p99Ms} ms`];
  }
  if ('schemaVersions' in value) {
    const agreeing = value.schemaVersions.map(({ addresses }) => `${addresses.length} agree`);
    const releases = (value.releaseVersions ?? []).map(({ version }) => version);
    return [...agreeing, `${value.unreachable.length} unreachable`, ...releases];
  }
  const { dc, rack, gossipActive, uptimeSeconds, heapUsedMiB, heapMaxMiB } = value;
  const heap = `heap ${heapUsedMiB} of ${heapMaxMiB} MiB`;
  return [`${dc} ${rack} ${gossipActive ? 'in gossip' : 'alone'} ${uptimeSeconds} s ${heap}`];
}

function row(one: reading.RingStatusRow): string {
  const letters = `${{ up: 'U', down: 'D', unknown: '?' }[one.liveness]}${one.state.charAt(0).toUpperCase()}`;
  const id = one.hostId?.slice(0, 4) ?? 'null';
  return `${letters} ${one.address} ${one.loadBytes ?? '?'} ${one.tokens ?? '-'} ${id} ${one.dc} ${one.rack}`;
}

function task(one: reading.CompactionTask): string {
  const id = one.id?.slice(0, 4) ?? 'null';
  return `${id} ${one.kind} ${one.keyspace}.${one.table} ${one.completed}/${one.total} ${one.unit}`;
}
