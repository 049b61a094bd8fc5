import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodetoolFailure } from '../../src/parse/nodetool-failure.ts';
import { parserOf, parsers } from './parsers.ts';
import { told } from './told.ts';

/** Answers of other people's clusters, 1.2 to 5.0; not part of the project. */
const folder =
  process.env['RINGWARD_CAPTURES'] ?? new URL('../../../shared/captures', import.meta.url).pathname;
const isThere = existsSync(folder);
const files = isThere ? readdirSync(folder).filter((file) => file.endsWith('.txt')) : [];
/** The one file whose name begins so. */
const read = (start: string) => {
  const [file, ...others] = files.filter((each) => each.startsWith(`${start}-`));
  if (file === undefined || others.length > 0) throw new Error(`not one capture ${start}`);
  return readFileSync(`${folder}/${file}`, 'utf8');
};

/** What is to be read in each, by the beginning of its name. */
const facts = {
  'compactionstats--2.1-huge-hints-na': [
    '29 pending',
    'null compaction ks.tab 10638881524/16844032217 bytes',
    'null compaction system.hints 50165047846/70047995842 bytes',
    'null compaction ks.tab 10062462495/15640919521 bytes',
  ],
  'compactionstats--2.2-palantir-H': [
    '4 pending',
    '02e2 compaction metric_aggregator_v1.metrics_by_date_timeline 1147/1226834 bytes',
    '02ef compaction transactional_queue_builder_v2.pipeline_lock 0/640 bytes',
  ],
  'compactionstats--2.2.6-comma-locale-': [
    '10 pending',
    'a6b5 secondary index build lastfm.playlist 3468894/94640715 bytes',
    'a949 secondary index build lastfm.playlist 206700/96656079 bytes',
  ],
  'compactionstats--2.2.6-comma-locale-2': [
    '17 pending',
    '3fdf compaction lastfm.playlist 4585897305/4612845649 bytes',
    'b8b6 secondary index build lastfm.playlist 73053591/98896356 bytes',
  ],
  'compactionstats--4.0': [
    '2 pending',
    'b5a9 cleanup ks.orders 0/76376336 bytes',
    'b59c cleanup ks.orders 1897868/18048231 bytes',
  ],
  'compactionstats--4.1': [
    '2 pending',
    'ac76 cleanup ks.orders 1354216/2427880 bytes',
    'ac77 cleanup ks.orders 627036/18782813 bytes',
  ],
  'compactionstats--5.0': [
    '2 pending',
    'a02e cleanup ks.orders 566099/8139280 bytes',
    'a02e cleanup ks.orders 503493/38163184 bytes',
  ],
  'compactionstats--5.0.9-idle': ['0 pending'],
  'compactionstats--scylla-3.x-none-id': [
    '858255 pending',
    ...['189342/439936', '1070363/1843584', '2764672/2821632', '1160640/1838720']
      .concat('17778/2125952', '2370353/3228160', '162358/2119168', '808445/2696704')
      .map((amounts) => `null compaction keyspace1.standard1 ${amounts} keys`),
  ],
  'compactionstats--scylla-pending-and-active': [
    '6 pending',
    '8e1f compaction system_schema.columns 1/640 keys',
  ],
  'describecluster--4.0.3-pp-unreachable': ['2 agree', '1 unreachable', '4.0.3'],
  'info--5.0.7': ['datacenter1 rack1 in gossip 17 s heap 193.45 of 2048 MiB'],
  'netstats--4.0-joining': ['JOINING', 'Bootstrap'],
  'netstats--4.1-joining': ['JOINING', 'Bootstrap'],
  'netstats--4.1-sending': ['NORMAL', 'Bootstrap'],
  'netstats--5.0-joining': ['JOINING', 'Bootstrap'],
  'netstats--5.0-sending': ['NORMAL', 'Bootstrap'],
  'status--2.2.6-multidc-jvm-banner-note': [
    'UN 10.132.0.4 1084479242 32 1784 europe-west1 c',
    'UN 10.132.0.2 800807977 32 6fbe europe-west1 b',
    'UN 10.128.0.2 771573678 32 289c us-central1 b',
    'UN 10.128.0.3 771521249 32 ef03 us-central1 c',
  ],
  'status--3.11-token-per-node-note': ['UN 10.244.1.12 220467 - 75e5 dc1 default'],
  'status--5.0.9': ['UN 172.18.0.2 127468 16 bd42 datacenter1 rack1'],
  'status--dse5.1-c3.11.0.1900-token-per-node-note': [
    'UN 127.0.0.1 638290 - 580e SearchGraphAnalytics rack1',
  ],
  'status--scylla-3.2-ipv6-unknown-null': [
    '?N 2a01:7e00:xxxx ? 256 null london rack0',
    '?N 2a01:7e00:yyyy ? 256 null london rack0',
    '?N 2a01:7e00:zzzz ? 256 null london rack0',
  ],
  'status--scylla-3.3-ipv6-unknown-dc': [
    'UN 2a05:d018:223:f00:1c55:d40e:5a7d:ffb7 472197 256 8fd8 UNKNOWN_DC UNKNOWN_RACK',
    'UN 2a05:d018:223:f00:b111:ffa2:aa5f:ff95 585820 256 05a3 UNKNOWN_DC UNKNOWN_RACK',
    'UN 2a05:d018:223:f00:ff85:be21:de55:ffbf 473057 256 bdac UNKNOWN_DC UNKNOWN_RACK',
  ],
  'tpstats--5.0.9-grepped': [
    'MutationStage 2661',
    'ReadStage 610',
    'CompactionExecutor 58',
    'Native-Transport-Requests 4743',
    'MUTATION_REQ 0 dropped',
    'READ_REQ 0 dropped',
  ],
  proxyhistograms: ['p99 of reads 4.768 ms, of writes 105.778 ms'],
} as const;

/** Every nodetool closes the table with a blank line, their authors did not: as they are, they count as cut off. */
const unclosed = {
  'status--1.2-UJ-UL-UM-DN-xss-banner': [
    'UJ 10.168.7.222 83558588744 256 2760 us-east 1c',
    'UL 10.168.14.117 86865713562 256 064f us-east 1b.NORTH',
    'UM 10.168.4.76 68794638664 256 a5cc us-east 1d',
    'UN 10.168.7.208 91482803405 256 c56f us-east 1c',
    'DN 10.168.4.72 89925877760 256 dc8c us-east 1d',
  ],
  'status--1.2-healthy-xss-banner': [
    'UN 10.168.7.222 83558588744 256 2760 us-east 1c',
    'UN 10.168.14.117 86865713562 256 064f us-east 1b.NORTH',
    'UN 10.168.4.76 68794638664 256 a5cc us-east 1d',
    'UN 10.168.7.208 91482803405 256 c56f us-east 1c',
    'UN 10.168.4.72 89925877760 256 dc8c us-east 1d',
  ],
  'status--2.1-UJ': [
    'UN 10.52.2.4 1971323 256 9912 datacenter1 rack1',
    'UJ 10.52.0.4 14776 256 4b08 datacenter1 rack1',
    'UN 10.52.1.7 939940 256 9a74 datacenter1 rack1',
  ],
  'status--3.x-UL': [
    'UL 10.128.0.3 1226834 256 ecd4 datacenter1 rack1',
    'UN 10.128.0.5 1971323 256 0a37 datacenter1 rack1',
    'UN 10.128.0.6 2243953 256 eba6 datacenter1 rack1',
  ],
  'status--4.x-long-rack-question-owns': [
    'UN 192.168.1.239 220795 256 f0aa DEVDC1 DEVLABRACK1',
    'UN 192.168.1.237 195738 256 99d1 DEVDC1 DEVLABRACK1',
    'UN 192.168.1.240 220774 256 145c DEVDC1 DEVLABRACK1',
  ],
  'status--4.x-multi-dc': [
    'UN 10.0.0.1 1073741824 16 aaaa datacenter1 rack1',
    'UN 10.0.1.1 2147483648 - bbbb datacenter2 rack2',
  ],
  'status--4.x-token-per-node': [
    'UN 10.118.154.136 695988712899 - c0d8 datacenter1 rack1',
    'DN 10.118.154.137 ? - d1e8 datacenter1 rack2',
  ],
  'status--4.x-vnodes-': [
    'UN 10.118.154.136 294492 16 ddlf datacenter1 rack1',
    'DN 10.118.154.139 227727 16 e609 datacenter1 rack1',
  ],
  'status--4.x-vnodes-freshly-joined': [
    'UN 10.118.154.136 294492 16 ddlf datacenter1 rack1',
    'UN 10.118.154.137 233492 16 null datacenter1 ',
  ],
  'status--4.x-vnodes-load-unknown': ['UN 10.118.154.136 ? 16 ddlf datacenter1 rack1'],
} as const;

/** Their authors left out what no reader can make up for. */
const cutOff = {
  'compactionstats--3.11-huge-totals': /no remaining time/,
  'status--scylla-5.4-ipv6-mixed-nodc': /without its Datacenter line/,
  'tpstats--4.0-4.1-first-table': /no dropped messages/,
} as const;

/** Why nothing was seen, and the line that is told. */
const failures = {
  'error-auth-bad-password': ['authentication', /Invalid username or password/],
  'error-auth-login-timeout': ['authentication', /FailedLoginException/],
  'error-cleanup-not-safe': ['failed', /^error: Node is involved in cluster membership changes/],
  'error-connect-refused--3.11-4.0-java8': ['unreachable', /Connection refused/],
  'error-connect-refused--unknown': ['unreachable', /Connection refused/],
  // The port answers; it is this nodetool that cannot read the address.
  'error-malformed-ipv6': ['failed', /Malformed IPv6 address/],
  'error-not-initialized': ['unreachable', /still starting/],
} as const;

/** No detector is made of these. */
const notAsked = ['ring', 'tablehistograms', 'tablestats--4.0-4.1'].concat('tablestats--5.0');

const readAs = (start: string, text: string) => {
  const parsed = parserOf(start)?.(text);
  return parsed?.kind === 'parsed' ? told(parsed.value as Parameters<typeof told>[0]) : parsed;
};

describe.skipIf(!isThere)(`captures in ${folder} (skipped: captures not present)`, () => {
  test('every capture is in one of the lists', () => {
    const named = [facts, unclosed, cutOff, failures].flatMap((list) => Object.keys(list));
    const starts = [...named, ...notAsked];
    expect(starts.length).toBe(files.length);
    for (const start of starts) expect(read(start)).not.toBe('');
  });

  test.each(Object.entries(facts))('%s is read', (start, lines) => {
    expect(readAs(start, read(start))).toEqual(lines);
  });

  test.each(Object.entries(unclosed))('%s is read with its last line', (start, lines) => {
    const text = read(start);
    expect(readAs(start, text)).toMatchObject({
      why: 'no blank line closes the table: it was cut off',
    });
    expect(readAs(start, `${text}\n`)).toEqual(lines);
  });

  test.each(Object.entries(cutOff))('%s is unreadable for a reason', (start, why) => {
    expect(readAs(start, read(start))).toMatchObject({
      kind: 'unreadable',
      why: expect.stringMatching(why) as string,
    });
  });

  test.each(Object.entries(failures))('%s is understood', (start, [why, detail]) => {
    const text = read(start);
    expect(nodetoolFailure('', text, 1)).toEqual({
      why,
      detail: expect.stringMatching(detail) as string,
    });
    for (const parse of Object.values(parsers)) expect(parse(text).kind).toBe('unreadable');
  });

  test.each(notAsked)("%s is no command's answer", (start) => {
    const text = read(start);
    for (const parse of Object.values(parsers)) expect(parse(text).kind).toBe('unreadable');
  });

  test('no answer is taken for that of another command', () => {
    for (const file of files) {
      const text = `${readFileSync(`${folder}/${file}`, 'utf8')}\n`;
      const others = Object.values(parsers).filter((parse) => parse !== parserOf(file));
      for (const parse of others) expect(parse(text), file).toMatchObject({ kind: 'unreadable' });
    }
  });
});
