import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodetoolFailure } from '../../src/parse/nodetool-failure.ts';
import { parserOf, parsers, valueOf } from './parsers.ts';

/** Answers of other people's clusters, 1.2 to 5.0; not part of the project. */
const folder =
  process.env['RINGWARD_CAPTURES'] ?? new URL('../../../shared/captures', import.meta.url).pathname;
const isThere = existsSync(folder);
const files = isThere ? readdirSync(folder).filter((file) => file.endsWith('.txt')) : [];
const read = (start: string) => {
  const file = files.find((each) => each.startsWith(start));
  if (file === undefined) throw new Error(`no capture ${start}`);
  return readFileSync(`${folder}/${file}`, 'utf8');
};

/** Unreadable, and rightly so: their authors cut something off. */
const cutByTheirAuthors: readonly (readonly [start: string, why: RegExp])[] = [
  ['compactionstats--3.11-huge-totals', /no remaining time/],
  ['status--scylla-5.4-ipv6-mixed-nodc', /without its Datacenter line/],
  ['tpstats--4.0-4.1-first-table', /no dropped messages/],
];
/** Their authors left out the closing blank line; with it they are read. */
const withoutLastLine = /^status--(1\.2|2\.1-UJ|3\.x-UL|4\.x|2\.2\.6|3\.11-t|dse|scylla-3)/;

describe.skipIf(!isThere)(`captures in ${folder} (skipped: captures not present)`, () => {
  const wanted = files.filter(
    (file) =>
      parserOf(file) !== undefined && !cutByTheirAuthors.some(([start]) => file.startsWith(start)),
  );

  test('there are captures of what is read', () => {
    expect(wanted.length).toBeGreaterThan(30);
  });

  test.each(wanted)('%s is read', (file) => {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    const whole = withoutLastLine.test(file) ? `${text}\n` : text;
    expect(parserOf(file)?.(whole)).toMatchObject({ kind: 'parsed' });
  });

  test.each(cutByTheirAuthors)('%s is unreadable for a reason', (start, why) => {
    const parsed = parserOf(files.find((file) => file.startsWith(start)) ?? '')?.(read(start));
    expect(parsed).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(why) as string });
  });

  test('every state letter of a ring is told apart', () => {
    const { rows } = valueOf(parsers.status(`${read('status--1.2-UJ')}\n`));
    expect(rows.map(({ liveness, state }) => `${liveness} ${state}`)).toEqual([
      'up joining',
      'up leaving',
      'up moving',
      'up normal',
      'down normal',
    ]);
    expect(rows[1]).toMatchObject({ rack: '1b.NORTH', loadBytes: Math.round(80.9 * 1024 ** 3) });
  });

  test('unknown nodes without load and host id are rows, not errors', () => {
    const { rows } = valueOf(parsers.status(read('status--scylla-3.2')));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      liveness: 'unknown',
      loadBytes: undefined,
      hostId: undefined,
      rack: 'rack0',
      tokens: 256,
    });
  });

  test('IPv6, two datacenters and one token a node', () => {
    const v6 = valueOf(parsers.status(read('status--scylla-3.3')));
    expect(v6.rows[0]?.address).toBe('2a05:d018:223:f00:1c55:d40e:5a7d:ffb7');
    const two = valueOf(parsers.status(read('status--2.2.6')));
    expect(two.rows.map(({ dc, rack }) => `${dc}/${rack}`)).toEqual([
      'europe-west1/c',
      'europe-west1/b',
      'us-central1/b',
      'us-central1/c',
    ]);
    const single = valueOf(parsers.status(`${read('status--4.x-token-per-node')}\n`));
    expect(single.rows[1]).toMatchObject({
      liveness: 'down',
      loadBytes: undefined,
      tokens: undefined,
      rack: 'rack2',
    });
    const fresh = valueOf(parsers.status(`${read('status--4.x-vnodes-freshly')}\n`));
    expect(fresh.rows[1]).toMatchObject({ hostId: undefined, rack: '', tokens: 16 });
  });

  test('compactions of 2.1 have no id; sizes and decimal commas of 2.2 are numbers', () => {
    const old = valueOf(parsers.compactionstats(read('compactionstats--2.1')));
    expect(old.pendingTasks).toBe(29);
    expect(old.active[1]).toEqual({
      id: undefined,
      kind: 'compaction',
      keyspace: 'system',
      table: 'hints',
      completed: 50_165_047_846,
      total: 70_047_995_842,
      unit: 'bytes',
    });
    const sizes = valueOf(parsers.compactionstats(read('compactionstats--2.2-palantir')));
    expect(sizes.active.map(({ completed, total }) => [completed, total])).toEqual([
      [1147, 1_226_834],
      [0, 640],
    ]);
    const comma = valueOf(parsers.compactionstats(read('compactionstats--2.2.6-comma-locale--')));
    expect(comma.active[0]).toMatchObject({ kind: 'secondary index build', completed: 3_468_894 });
  });

  test('running and idle compactions of 5.0', () => {
    const busy = valueOf(parsers.compactionstats(read('compactionstats--5.0--')));
    expect(busy).toMatchObject({ pendingTasks: 2 });
    expect(busy.active.map(({ completed }) => completed)).toEqual([566_099, 503_493]);
    const idle = valueOf(parsers.compactionstats(read('compactionstats--5.0.9')));
    expect(idle).toEqual({ pendingTasks: 0, active: [] });
  });

  test('streams of a joining node and of its source', () => {
    expect(valueOf(parsers.netstats(read('netstats--5.0-joining')))).toEqual({
      mode: 'JOINING',
      streams: ['Bootstrap'],
    });
    expect(valueOf(parsers.netstats(read('netstats--4.1-sending')))).toEqual({
      mode: 'NORMAL',
      streams: ['Bootstrap'],
    });
  });

  test('an unreachable node is no schema version', () => {
    expect(valueOf(parsers.describecluster(read('describecluster--4.0.3')))).toMatchObject({
      schemaVersions: [{ addresses: ['127.0.0.1', '127.0.0.1'] }],
      unreachable: ['127.0.0.1'],
    });
  });

  const failures = {
    'error-auth-bad-password': 'authentication',
    'error-auth-login-timeout': 'authentication',
    'error-cleanup-not-safe': 'failed',
    'error-connect-refused--3.11': 'unreachable',
    'error-connect-refused--unknown': 'unreachable',
    'error-malformed-ipv6': 'failed',
    'error-not-initialized': 'unreachable',
  };
  test.each(Object.entries(failures))('%s means %s', (start, why) => {
    const failure = nodetoolFailure('', read(start), 1);
    expect(failure.why).toBe(why);
    expect(failure.detail).toMatch(/^(nodetool|error|Exception)/);
  });
});
