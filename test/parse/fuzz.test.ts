import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { askJmx } from '../../src/collect/jmx.ts';
import { nodetoolSources, type NodetoolSource } from '../../src/collect/nodetool.ts';
import * as configRows from '../../src/parse/config-rows.ts';
import * as cqlRows from '../../src/parse/cql-rows.ts';
import { parseDf } from '../../src/parse/df.ts';
import { parseDiskStats } from '../../src/parse/diskstats.ts';
import { propertiesOf } from '../../src/parse/mxdump.ts';
import * as cqlViews from '../../src/parse/cql-views.ts';
import { nodetoolFailure } from '../../src/parse/nodetool-failure.ts';
import type { Row } from '../../src/parse/row-values.ts';
import { healthyBeans } from '../collect/healthy-beans.ts';
import { diskStats } from '../collect/machine.ts';
import { healthyCql } from '../collect/healthy-answers.ts';
import { world } from '../collect/world.ts';
import { fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import {
  chanceOf,
  oddities,
  spoilt,
  spoiltValue,
  strangeJmx,
  strangePlain,
  swollen,
} from './hostile.ts';
import { parsers } from './parsers.ts';
import { sampled } from './samples.ts';

const runs = { texts: 100_000, rows: 20_000, beans: 20_000 } as const;

/** Every outcome has to come up: what always fails on its first line tests nothing. */
function tell(what: string, outcomes: Readonly<Record<string, number>>): number {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${what}: ${all} ${JSON.stringify(outcomes)}\n`);
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(all / 10);
  return all;
}

test('whatever is printed is read to finite numbers, or is unreadable', () => {
  const chance = chanceOf(1);
  const others = sampled.flatMap(({ samples }) => samples.filter((text) => text.length < 2_000));
  const outcomes = { parsed: 0, unreadable: 0 };
  for (let i = 0; i < runs.texts; i += 1) {
    const { name, parse, samples } = chance.of(sampled);
    const text = spoilt(chance.of(samples), chance, others);
    const parsed = parse(text);
    outcomes[parsed.kind] += 1;
    const odd = parsed.kind === 'parsed' ? oddities(parsed.value) : [];
    if (odd.length > 0) expect.fail(`${name} reads ${odd.join()} in ${JSON.stringify(text)}`);
  }
  expect(tell('spoilt texts', outcomes)).toBeGreaterThanOrEqual(100_000);
});

const tables = [
  ['system.local', cqlRows.parseLocal],
  ['system.peers_v2', cqlRows.parsePeers],
  ['sstable_tasks', cqlRows.parseSSTableTasks],
  ['thread_pools', cqlRows.parseThreadPools],
  ['gossip_info', cqlRows.parseGossipRows],
  ['pending_hints', cqlRows.parseHintRows],
  ["'compaction_throughput'", cqlRows.parseThroughputSetting],
  ["'hinted_handoff_enabled'", cqlViews.parseHandoffSettings],
  ['disk_usage', cqlRows.parseDiskUsage],
  ['system_schema.keyspaces', cqlRows.parseKeyspaces],
  ['data_file_directories', cqlRows.parseDataFolders],
  ['system.repairs', cqlViews.parseRepairSessions],
  ['max_partition_size', cqlViews.parseLargestPartitions],
  ['tombstones_per_read', cqlViews.parseTombstones],
  ['_latency', cqlViews.parseLatencies],
  ['settings WHERE name IN', configRows.parseSettings],
  ['system_views.clients', configRows.parseClients],
  ['system_schema.tables', configRows.parseSchemaTables],
  ['system_schema.indexes', configRows.parseSchemaIndexes],
] as const;

test('whatever a table holds is read to finite numbers, or is unreadable', () => {
  const chance = chanceOf(2);
  const rowsOf = new Map<string, readonly Row[]>(healthyCql);
  const outcomes = { parsed: 0, unreadable: 0 };
  for (let i = 0; i < runs.rows; i += 1) {
    const [table, parse] = chance.of(tables);
    const rows = spoiltValue(rowsOf.get(table), chance, strangePlain) as readonly Row[];
    const parsed = parse(rows.filter((row) => typeof row === 'object'));
    outcomes[parsed.kind] += 1;
    if (parsed.kind === 'parsed') expect(oddities(parsed.value), table).toEqual([]);
  }
  expect(tell('spoilt rows', outcomes)).toBeGreaterThanOrEqual(20_000);
});

test('whatever a bean says is read to finite numbers, or is missing', async () => {
  const chance = chanceOf(3);
  const context = world().on();
  const asked = await askedBeans();
  const outcomes = { seen: 0, missing: 0 };
  for (let i = 0; i < runs.beans; i += 1) {
    const [source, bean, attribute] = chance.of(asked);
    const said = healthyBeans[bean] ?? {};
    const value = spoiltValue(said[attribute], chance, strangeJmx) as Beans[string][string];
    const beans = { ...healthyBeans, [bean]: { ...said, [attribute]: value } };
    const answer = await askJmx(context, fakeJmxClient(beans), source);
    outcomes[answer.kind] += 1;
    if (answer.kind === 'seen') expect(oddities(answer.value), source).toEqual([]);
  }
  expect(tell('spoilt beans', outcomes)).toBeGreaterThanOrEqual(20_000);
});

type AskedBean = readonly [source: NodetoolSource, bean: string, attribute: string];

/** Which attributes each source is made of. */
async function askedBeans(): Promise<readonly AskedBean[]> {
  const asked: AskedBean[] = [];
  for (const source of nodetoolSources) {
    const client = fakeJmxClient(healthyBeans);
    await askJmx(world().on(), client, source);
    for (const line of client.asked) {
      const at = line.indexOf(' ');
      asked.push([source, line.slice(0, at), line.slice(at + 1)]);
    }
  }
  return asked;
}

/** An expression that goes back and forth would take hours; a sound one takes milliseconds. */
function ends(read: () => unknown): void {
  runInNewContext('read()', { read }, { timeout: 10_000 });
}

test.each(sampled)('$name ends on pieces that come again and again', ({ parse, samples }) => {
  const chance = chanceOf(4);
  for (let i = 0; i < 12; i += 1) {
    const text = swollen(chance.of(samples), chance, 1_000_000);
    ends(() => parse(text));
  }
});

const many = (piece: string) => piece.repeat(1_000_000 / piece.length);
const pools = 'Pool Name  Active Pending Completed Blocked All time blocked\n';
const ring = 'TokenRange:\nTokenRange(start_token:';
const long: readonly (readonly [string, () => unknown])[] = [
  [
    'a row of pools full of blanks',
    () => parsers.tpstats(`${pools}a${many(' ')}b\nMessage type Dropped\n`),
  ],
  ['a disk full of blanks', () => parseDf(`Filesystem 1024-blocks \na${many(' ')}b\n`)],
  [
    'a device with a thousand counters',
    () => parseDiskStats(`${diskStats.trimEnd()}${many(' 1')} x\n`),
  ],
  ['an endpoint of slashes', () => parsers.gossipinfo(`${many('/')} x\n`)],
  ['a state full of blanks', () => parsers.gossipinfo(`/a\n  DC:1:${many(' ')}x\n\n`)],
  ['an info full of blanks', () => parsers.info(`Rack${many(' ')}x\nRack : ${many(' ')}x\n`)],
  [
    'a range that begins again and again',
    () =>
      parsers.describering(
        `${ring}${many(', end_token:, endpoints:[], rpc_endpoints:[], endpoint_details:[')}\n`,
      ),
  ],
  [
    'endpoints without an end',
    () =>
      parsers.describering(
        `${ring}1, end_token:1, endpoints:[a], rpc_endpoints:[a], endpoint_details:[${many('EndpointDetails(host:')}])\n`,
      ),
  ],
  ['a string that never ends', () => parsers['sjk-mxdump--runtime'](`{ "${many('\\"')}\n`)],
  ['a long string in JSON', () => parsers['sjk-mxdump--runtime'](`{ "${many('x')}" : NaN }\n`)],
  ['a bean without properties', () => propertiesOf(`domain:${many('a')}`)],
  ['a failure to connect, and again', () => nodetoolFailure('', many('Failed to connect to '), 1)],
];

test.each(long)('%s ends', (_, read) => {
  ends(read);
});
