import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsers } from './parsers.ts';

function recorded(file: string, version = '4.1.10'): string {
  return readFileSync(
    new URL(`../fixtures/nodetool/${version}/${file}.txt`, import.meta.url),
    'utf8',
  );
}
const without = (text: string, pattern: RegExp) =>
  text
    .split('\n')
    .filter((line) => !pattern.test(line))
    .join('\n');

const status = recorded('status');
const running = recorded('compactionstats--running');
const runningNew = recorded('compactionstats--running', '5.0.8');
const idleNew = recorded('compactionstats', '5.0.8');
const tpstats = recorded('tpstats');
const netstats = recorded('netstats');
const cluster = recorded('describecluster');
const gossip = recorded('gossipinfo');
const ring = recorded('describering');
const hints = 'Host ID Address Rack DC Status Total files Newest Oldest\n';

const rows: readonly (readonly [keyof typeof parsers, what: string, text: string, why: RegExp])[] =
  [
    ['status', 'no Datacenter line', without(status, /^Datacenter/), /without its Datacenter/],
    ['status', 'a state that does not exist', status.replace('UN', 'UX'), /not a row/],
    ['status', 'a load of another kind', status.replace(' MiB', ' apples'), /not a row/],
    [
      'status',
      'a row without its end',
      status.replace(/ +100\.0%.*/, ''),
      /row ends before the rack|incomplete/,
    ],
    [
      'status',
      'a ring of a keyspace that does not exist',
      '\nError: The keyspace x, does not exist\n',
      /no table/,
    ],
    ['info', 'no rack', without(recorded('info'), /^Rack/), /no line "Rack"/],
    [
      'info',
      'a truth of another kind',
      recorded('info').replace(': true', ': maybe'),
      /neither true/,
    ],
    [
      'info',
      'a count of another kind',
      recorded('info').replace(/(Exceptions +: )0/, '$1some'),
      /whole number/,
    ],
    ['info', 'a heap of another kind', recorded('info').replace(/ \/ [\d.]+/, ''), /not a number/],
    ['compactionstats', 'another layout', 'compactions: none\n', /neither/],
    ['compactionstats', 'pending tasks alone', 'pending tasks: 3\n', /cut off/],
    ['compactionstats', 'no remaining time', without(running, /^Active/), /no remaining time/],
    ['compactionstats', 'an unknown line', running.replace(/^id .*/m, 'id compaction'), /header/],
    [
      'compactionstats',
      'a row that does not fit',
      running.replace(/ app {6}/, ' application'),
      /does not fit/,
    ],
    [
      'compactionstats',
      'a total of another kind',
      running.replace('45766841', 'unknown!'),
      /whole number/,
    ],
    [
      'compactionstats',
      'a row without unit',
      running.replace(' bytes', '      '),
      /no type or unit/,
    ],
    [
      'compactionstats',
      '5.0 without throughput',
      without(idleNew, /^compaction throughput/),
      /cut off/,
    ],
    ['compactionstats', '5.0 without pending tasks', without(idleNew, /^pending/), /no pending/],
    [
      'compactionstats',
      '5.0 cut before its tasks',
      without(runningNew, /^(id|\w{8}-|active) ?/),
      /padded/,
    ],
    ['tpstats', 'another header', tpstats.replace('Pending', 'Pending (w/Backpressure)'), /header/],
    ['tpstats', 'no dropped messages', tpstats.slice(0, tpstats.indexOf('Latencies')), /cut off/],
    ['tpstats', 'no row for mutations', without(tpstats, /^MUTATION_REQ/), /mutations/],
    [
      'tpstats',
      'a pool without numbers',
      tpstats.replace(/^ReadStage .*/m, 'ReadStage N/A'),
      /thread pools/,
    ],
    [
      'tpstats',
      'a message without number',
      tpstats.replace(/^READ_REQ .*/m, 'READ_REQ x'),
      /dropped/,
    ],
    ['netstats', 'no mode', without(netstats, /^Mode/), /Mode/],
    ['netstats', 'a mode of another kind', netstats.replace('NORMAL', 'fine'), /not a mode/],
    ['netstats', 'nothing on streams', without(netstats, /^Not sending/), /streams/],
    ['netstats', 'no table of messages', without(netstats, /^Gossip/), /cut off/],
    ['describecluster', 'no schema version', without(cluster, /\w{8}-\w{4}/), /no schema version/],
    ['describecluster', 'no keyspaces', without(cluster, /^Keyspaces/), /keyspaces is missing/],
    [
      'describecluster',
      'a version without addresses',
      cluster.replace(/: \[.*/, ':'),
      /with its addresses/,
    ],
    ['describecluster', 'no name', without(cluster, /Name:/), /Name/],
    ['gossipinfo', 'no endpoint', 'nothing\n\n', /no endpoint/],
    ['gossipinfo', 'no blank line at the end', gossip.slice(0, -1), /cut off/],
    ['gossipinfo', 'a state of another kind', gossip.replace('  DC:12:', '  DC '), /not a state/],
    ['gossipinfo', 'a state before any endpoint', without(gossip, /^\S*\/127/), /of nobody/],
    [
      'gossipinfo',
      'a lost endpoint',
      without(gossip, /^\S*\/127\.0\.1\.2/),
      /said twice of one endpoint/,
    ],
    ['gossipinfo', 'no generation', without(gossip, /generation/), /whole number/],
    ['statusautocompaction', 'another header', 'running\n', /header/],
    ['statusautocompaction', 'no rows', 'Keyspace Table Status\n', /without rows/],
    ['statusautocompaction', 'another status', 'Keyspace Table Status\na b maybe\n', /not a row/],
    [
      'getcompactionthroughput',
      'no throughput',
      'Current stream throughput: 200 Mb/s\n',
      /no throughput/,
    ],
    ['listpendinghints', 'another text', 'hints: many\n', /neither/],
    ['listpendinghints', 'a table without rows', hints, /cut off/],
    ['describering', 'no ranges', 'Schema Version:x\nTokenRange: \n', /without ranges/],
    ['describering', 'another text', 'Schema Version:x\n', /TokenRange/],
    [
      'describering',
      'a missing range',
      ring.replace(/\tTokenRange\(start_token:-?\d+.*\n/, ''),
      /do not close/,
    ],
    [
      'describering',
      'a range of another kind',
      ring.replace('endpoint_details', 'details'),
      /not a range/,
    ],
    [
      'describering',
      'an endpoint without details',
      ring.replace(/endpoints:\[/, 'endpoints:[1.2.3.4, '),
      /differ/,
    ],
    ['sjk-mxdump--live-sstable-count', 'no JSON', 'MalformedObjectNameException\n', /no JSON/],
    ['sjk-mxdump--live-sstable-count', 'cut JSON', '{ "beans" : [\n', /not JSON/],
    ['sjk-mxdump--live-sstable-count', 'other JSON', '{ "beans" : 3 }\n', /no list of beans/],
    ['sjk-mxdump--live-sstable-count', 'no tables', '{ "beans" : [ ] }\n', /no table/],
    ['sjk-mxdump--runtime', 'no process', '{ "beans" : [ ] }\n', /no Runtime bean/],
    [
      'sjk-mxdump--runtime',
      'another name',
      '{"beans":[{"name":"java.lang:type=Runtime","Name":"jvm"}]}\n',
      /not pid@host/,
    ],
  ];
test.each(rows)('%s with %s is unreadable', (command, _, text, why) => {
  const parsed = parsers[command](text);
  expect(parsed).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(why) as string });
});

test.each(Object.entries(parsers))('an empty answer to %s is unreadable', (_, parse) => {
  expect(parse('')).toMatchObject({ kind: 'unreadable' });
  expect(parse('\n\n')).toMatchObject({ kind: 'unreadable' });
});

test.each(Object.keys(parsers) as (keyof typeof parsers)[])(
  'what a JVM says before the answer to %s changes nothing',
  (command) => {
    const text = recorded(command);
    const talk =
      'Picked up JAVA_TOOL_OPTIONS: -Dx=/y\nOpenJDK 64-Bit Server VM warning: Sharing is off\n';
    expect(parsers[command](talk + text)).toEqual(parsers[command](text));
  },
);
