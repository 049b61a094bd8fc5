import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodetoolFailure } from '../../src/parse/nodetool-failure.ts';
import { parserOf, parsers, valueOf } from './parsers.ts';

/** Real answers of real nodes. A folder is a version; a new one is picked up by itself. */
const root = new URL('../fixtures/nodetool/', import.meta.url);
const versions = readdirSync(root).sort();

interface Entry {
  readonly exitCode: number;
  readonly stderr: string;
}

function indexOf(version: string): ReadonlyMap<string, Entry> {
  const text = readFileSync(new URL(`${version}/INDEX.json`, root), 'utf8');
  return new Map(Object.entries(JSON.parse(text) as Record<string, Entry>));
}
const read = (version: string, file: string) =>
  readFileSync(new URL(`${version}/${file}`, root), 'utf8');

test('there are recorded versions', () => {
  expect(versions.length).toBeGreaterThanOrEqual(3);
});

describe.each(versions)('answers of %s', (version) => {
  const index = indexOf(version);
  const files = readdirSync(new URL(`${version}/`, root)).filter((file) => file.endsWith('.txt'));
  const wanted = files.filter((file) => parserOf(file) !== undefined);
  const good = wanted.filter((file) => index.get(file)?.exitCode === 0);
  const failed = wanted.filter((file) => index.get(file)?.exitCode !== 0);
  const whole = (name: keyof typeof parsers) => read(version, `${name}.txt`);

  test('every command that is read is recorded', () => {
    const names = new Set(wanted.map((file) => file.replace(/\.txt$/, '')));
    expect(Object.keys(parsers).filter((name) => !names.has(name))).toEqual([]);
  });

  test.each(good)('%s is read', (file) => {
    expect(parserOf(file)?.(read(version, file))).toMatchObject({ kind: 'parsed' });
  });

  test.each(failed)('%s failed, and its failure is understood', (file) => {
    const { stderr = '', exitCode = 0 } = index.get(file) ?? {};
    const failure = nodetoolFailure(read(version, file), stderr, exitCode);
    const expected = file.includes('node-stopped')
      ? 'unreachable'
      : file.startsWith('listpendinghints')
        ? 'unsupported'
        : 'failed';
    expect(failure).toMatchObject({ why: expected });
    expect(parserOf(file)?.(read(version, file))).toMatchObject({ kind: 'unreadable' });
  });

  // What is cut off must never look like a shorter answer.
  const uncuttable = ['describecluster', 'statusautocompaction', 'statushandoff--dc-disabled'];
  test.each(good.filter((file) => !uncuttable.some((name) => file.startsWith(name))))(
    '%s cut short is unreadable or the same',
    (file) => {
      const text = read(version, file);
      const parse = parserOf(file);
      const full = parse?.(text);
      for (let at = 0; at < text.length; at += text.length > 5_000 ? 97 : 1) {
        const cut = parse?.(text.slice(0, at));
        // Pending tasks and a blank line are all that 3.11 to 4.1 say when nothing runs.
        if (file.startsWith('compactionstats') && text.slice(0, at).endsWith('\n\n')) continue;
        if (cut?.kind !== 'unreadable') expect(withoutDropped(cut)).toEqual(withoutDropped(full));
      }
    },
  );

  test('a described cluster cut short has no release versions, or is unreadable or the same', () => {
    const text = whole('describecluster');
    const full = parsers.describecluster(text);
    for (let at = 0; at < text.length; at += 1) {
      const cut = parsers.describecluster(text.slice(0, at));
      if (cut.kind === 'parsed' && cut.value.releaseVersions) expect(cut).toEqual(full);
    }
  });

  test('every node of the ring is up and normal', () => {
    const { rows } = valueOf(parsers.status(whole('status')));
    const { endpoints } = valueOf(parsers.gossipinfo(whole('gossipinfo')));
    expect(rows.length).toBe(endpoints.length);
    for (const row of rows) {
      expect(row).toMatchObject({ liveness: 'up', state: 'normal', dc: 'dc1', tokens: 16 });
      expect(row.loadBytes).toBeGreaterThan(1024);
      expect(endpoints).toContainEqual(
        expect.objectContaining({ address: row.address, hostId: row.hostId, rack: row.rack }),
      );
    }
  });

  test('the answers agree on version, host id, schema and racks', () => {
    const info = valueOf(parsers.info(whole('info')));
    const { endpoints } = valueOf(parsers.gossipinfo(whole('gossipinfo')));
    const cluster = valueOf(parsers.describecluster(whole('describecluster')));
    const self = endpoints.find(({ hostId }) => hostId === info.hostId);
    expect(self).toMatchObject({
      generation: info.generation,
      status: 'NORMAL',
      rack: info.rack,
      releaseVersion: version,
      rpcReady: true,
    });
    expect(info).toMatchObject({ gossipActive: true, nativeTransportActive: true, exceptions: 0 });
    expect(cluster).toMatchObject({ name: 'ringward-lab', unreachable: [] });
    expect(cluster.schemaVersions.map((each) => each.version)).toEqual([self?.schema]);
    expect(cluster.releaseVersions).toEqual([
      {
        version,
        addresses: expect.arrayContaining(endpoints.map((each) => each.address)) as string[],
      },
    ]);
  });

  test('the ranges of the ring belong to its nodes', () => {
    const ranges = valueOf(parsers.describering(whole('describering')));
    const { rows } = valueOf(parsers.status(whole('status')));
    expect(ranges).toHaveLength(16 * rows.length);
    for (const { replicas } of ranges) {
      const [replica] = replicas;
      expect(rows).toContainEqual(expect.objectContaining({ ...replica }));
    }
  });

  test('the running compaction is seen with its id and bytes', () => {
    const text = read(version, 'compactionstats--running.txt');
    const { pendingTasks, active } = valueOf(parsers.compactionstats(text));
    expect(pendingTasks).toBe(1);
    expect(active).toHaveLength(1);
    expect(active[0]).toMatchObject({ keyspace: 'app', table: 'events', unit: 'bytes' });
    expect(active[0]?.id).toMatch(/^[\da-f-]{36}$/);
    expect(active[0]?.kind).toMatch(/compaction$/);
    expect(active[0]?.completed).toBeLessThan(active[0]?.total ?? 0);
    expect(valueOf(parsers.compactionstats(whole('compactionstats'))).active).toEqual([]);
  });

  test('pools, streams, throttle, SSTables and the process are seen', () => {
    const { pools, dropped } = valueOf(parsers.tpstats(whole('tpstats')));
    expect(pools.map(({ name }) => name)).toContain('CompactionExecutor');
    expect(dropped).toContainEqual({ message: 'MUTATION_REQ', count: 0 });
    expect(valueOf(parsers.netstats(whole('netstats')))).toEqual({ mode: 'NORMAL', streams: [] });
    const drained = read(version, 'netstats--drained.txt');
    expect(valueOf(parsers.netstats(drained)).mode).toBe('DRAINED');
    const throttle = read(version, 'getcompactionthroughput--throttled-1.txt');
    expect(valueOf(parsers.getcompactionthroughput(throttle)).mebibytesPerSecond).toBe(1);
    const counts = parsers['sjk-mxdump--live-sstable-count'];
    expect(valueOf(counts(whole('sjk-mxdump--live-sstable-count'))).tables).toContainEqual(
      expect.objectContaining({ keyspace: 'app', table: 'events' }),
    );
    const { pid, host } = valueOf(parsers['sjk-mxdump--runtime'](whole('sjk-mxdump--runtime')));
    expect(pid).toBeGreaterThan(0);
    expect(host).not.toBe('');
  });

  test('autocompaction switched off is seen table by table', () => {
    const off = valueOf(
      parsers.statusautocompaction(
        read(version, 'statusautocompaction--autocompaction-disabled.txt'),
      ),
    );
    const on = valueOf(parsers.statusautocompaction(whole('statusautocompaction')));
    expect(on.tables.filter(({ running }) => !running)).toEqual([]);
    expect(off.tables).toContainEqual({
      keyspace: 'system_traces',
      table: 'events',
      running: false,
    });
  });
});

/** Rows of dropped messages come in any order and nothing closes them. */
function withoutDropped(parsed: unknown): unknown {
  const value = (parsed as { value?: object } | undefined)?.value;
  return value && 'dropped' in value ? { ...value, dropped: [] } : value;
}
