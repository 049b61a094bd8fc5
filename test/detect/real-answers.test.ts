import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectAll } from '../../src/detect/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Parsed } from '../../src/model/parsed.ts';
import { parseCompactionStats } from '../../src/parse/compactionstats.ts';
import { parseDescribeCluster } from '../../src/parse/describecluster.ts';
import { parseGossipInfo } from '../../src/parse/gossipinfo.ts';
import { parseInfo } from '../../src/parse/info.ts';
import { parseNetstats } from '../../src/parse/netstats.ts';
import { parseStatus } from '../../src/parse/status.ts';
import { parseStatusAutoCompaction } from '../../src/parse/statusautocompaction.ts';
import { parseTpstats } from '../../src/parse/tpstats.ts';
import { failed, look, type Answers } from './series-builder.ts';

const folder = 'test/fixtures/nodetool';

/** What real nodes of each version printed, through the real parsers, to the real detectors. */
describe.each(readdirSync(folder).filter((name) => /^\d/.test(name)))('Cassandra %s', (version) => {
  const has = (scene: string) => existsSync(`${folder}/${version}/status--${scene}.txt`);

  test('a healthy cluster has no finding', () => {
    expect(findings(version, '', () => nodeAnswers(version, ''))).toEqual([]);
  });

  test.skipIf(!has('one-node-down'))('a stopped node is named from its peers', () => {
    const scene = '--one-node-down';
    const down = rowsOf(version, scene).find((row) => row.liveness === 'down')?.address;
    const found = findings(version, scene, (address) =>
      address === down ? { status: failed('unreachable') } : nodeAnswers(version, scene),
    );
    expect(found.map((one) => [one.detector, one.state, one.node])).toEqual([
      ['node-down', 'DOWN', down],
    ]);
  });

  test('autocompaction that is off is reported, however many tasks are pending', () => {
    const off = parsed(
      version,
      'statusautocompaction--autocompaction-disabled',
      parseStatusAutoCompaction,
    );
    const found = findings(version, '', () => ({
      ...nodeAnswers(version, ''),
      autocompaction: off,
      compactionstats: parsed(
        version,
        'compactionstats--autocompaction-disabled',
        parseCompactionStats,
      ),
    }));
    expect(new Set(found.map((one) => one.state))).toEqual(new Set(['DISABLED']));
  });

  test('a drained node, that still calls itself UP, has no vote and no DISABLED', () => {
    const [first] = rowsOf(version, '--drained');
    const drained: Answers = {
      status: parsed(version, 'status--drained', parseStatus),
      info: parsed(version, 'info--drained', parseInfo),
      netstats: parsed(version, 'netstats--drained', parseNetstats),
      autocompaction: {
        tables: [{ keyspace: 'app', table: 'events', running: false }],
      },
    };
    const found = findings(version, '', (address) =>
      address === first?.address ? drained : nodeAnswers(version, ''),
    );
    expect(found.map((one) => one.state)).toEqual(['NOT-SERVING']);
  });
});

function findings(
  version: string,
  scene: string,
  answers: (address: string) => Answers,
): readonly Finding[] {
  const addresses = rowsOf(version, scene).map((row) => row.address);
  const nodes = Object.fromEntries(addresses.map((address) => [address, answers(address)]));
  return detectAll([look(0, nodes)], productionLimits).flatMap((one) => one.findings);
}

function nodeAnswers(version: string, scene: string): Answers {
  const suffix = existsSync(`${folder}/${version}/info${scene}.txt`) ? scene : '';
  return {
    status: parsed(version, `status${scene}`, parseStatus),
    info: parsed(version, `info${suffix}`, parseInfo),
    gossipinfo: parsed(version, `gossipinfo${suffix}`, parseGossipInfo),
    describecluster: parsed(version, `describecluster${suffix}`, parseDescribeCluster),
    tpstats: parsed(version, `tpstats${suffix}`, parseTpstats),
    netstats: parsed(version, `netstats${suffix}`, parseNetstats),
    compactionstats: parsed(version, 'compactionstats', parseCompactionStats),
    autocompaction: parsed(version, 'statusautocompaction', parseStatusAutoCompaction),
  };
}

function rowsOf(version: string, scene: string) {
  return parsed(version, `status${scene}`, parseStatus).rows;
}

function parsed<T>(version: string, name: string, parse: (text: string) => Parsed<T>): T {
  const result = parse(readFileSync(`${folder}/${version}/${name}.txt`, 'utf8'));
  if (result.kind !== 'parsed') throw new Error(`${version}/${name}.txt: ${result.why}`);
  return result.value;
}
