import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../lab/event-types.ts';
import { endLoad, labIn, type Running } from '../lab/ringward.ts';

/** A lab under load; every roll is planned, rehearsed and run as an operator would, and told step by step. */
function stage(name: string) {
  const lab = labIn(name, '127.0.22');
  const flags = ['--state-dir', lab.state];
  let load: Running;
  const begin = async (version: string, ...also: readonly string[]) => {
    await lab.up(version, ...also.flatMap((each) => ['--also', each]));
    load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
    await load.says('requests a second');
  };
  const plan = async (playbook: string, ...more: readonly string[]) => {
    await lab.mustRun('upgrade', 'plan', '--playbook', playbook, ...more, ...flags);
    const told = await lab.mustRun('upgrade', 'rehearse', 'plan.json', '--format', 'json');
    expect(JSON.parse(told.out)).toMatchObject({ how: 'complete', breaches: [] });
  };
  const roll = async (...more: readonly string[]) => {
    const began = Date.now();
    const run = ['upgrade', 'run', 'plan.json', '--yes', '--format', 'ndjson', ...more, ...flags];
    const events = eventsOf((await lab.mustRun(...run)).out);
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
    process.stdout.write(`rolled in ${Math.round((Date.now() - began) / 1_000)} s\n`);
    return events;
  };
  const nodes = async () => {
    const { out } = await lab.mustRun('health', '--format', 'json');
    return (JSON.parse(out) as { nodes: { release: string }[] }).nodes;
  };
  return {
    ...{ lab, flags, begin, plan, roll },
    releases: async () => (await nodes()).map(({ release }) => release),
    end: () => endLoad(load),
    log: (number: number) => readFileSync(join(lab.node(number), 'logs', 'system.log'), 'utf8'),
    /** SSTables of system.compaction_history. */
    historyOf: (number: number) =>
      readdirSync(join(lab.node(number), 'data', 'system'))
        .filter((table) => table.startsWith('compaction_history-'))
        .flatMap((table) => readdirSync(join(lab.node(number), 'data', 'system', table)))
        .filter((file) => file.endsWith('-Data.db')),
    /** NET_VERSION of every node, as the first one hears it. */
    netVersions: async () => {
      const { out } = await lab.exec('1', 'nodetool', 'gossipinfo');
      return [...out.matchAll(/NET_VERSION:\d+:(\d+)/g)].map(([, version]) => version);
    },
  };
}

/** The lab runs 4.x on its Java 17, and puts another cassandra.yaml in place with the version. */
const java17 = ['--accept', 'java', '--because', 'a lab runs 4.x on Java 17'];

describe('4.1.10 to 5.0.8, then UPGRADING, then NONE', () => {
  const at = stage('three-rolls');
  beforeAll(() => at.begin('4.1.10', '5.0.8'));

  test('three rolls under load: 0 failed, 0 lost', async () => {
    await at.plan('upgrade-4.1-to-5.0', '--to', '5.0.8');
    await at.roll();
    expect(await at.releases()).toEqual(['5.0.8', '5.0.8', '5.0.8']);
    expect(await at.netVersions()).toEqual(['12', '12', '12']);

    const early = await at.lab.run(
      'upgrade',
      'plan',
      '--playbook',
      'storage-mode-none',
      ...at.flags,
    );
    expect(early.code).toBe(3);
    expect(early.err).toContain('is in CASSANDRA_4, and NONE is rolled to from UPGRADING');

    for (const [mode, playbook] of [
      ['UPGRADING', 'storage-mode-upgrading'],
      ['NONE', 'storage-mode-none'],
    ] as const) {
      await at.plan(playbook);
      const refused = await at.lab.run('upgrade', 'run', 'plan.json', '--yes', ...at.flags);
      expect(refused.code).toBe(2);
      expect(refused.err).toContain('--yes does not cover it');
      const events = await at.roll('--approve', 'storage-compatibility');
      const judged = events.filter(
        (event) => event.type === 'gate-judged' && event.gate === 'storage-compatibility',
      );
      expect(JSON.stringify(judged)).toContain(`${mode}, and 2 of 2 peers`);
      expect(await at.netVersions()).toEqual(['13', '13', '13']);
    }
    expect((await at.end()).ok).toBeGreaterThan(1_000);
  });

  test('brought up again, the lab stays in the mode it was rolled to', async () => {
    await at.lab.up('4.1.10', '--also', '5.0.8');
    const yaml = readFileSync(join(at.lab.node(1), 'conf', 'cassandra.yaml'), 'utf8');
    expect(yaml).toContain('storage_compatibility_mode: NONE');
  });
});

describe('4.0.19 to 4.1.10', () => {
  const at = stage('to-4.1');
  beforeAll(() => at.begin('4.0.19', '4.1.10'));

  test('under load: 0 failed, 0 lost', async () => {
    await at.plan('upgrade-4.0-to-4.1', '--to', '4.1.10', ...java17);
    await at.roll();
    expect(await at.releases()).toEqual(['4.1.10', '4.1.10', '4.1.10']);
    expect((await at.end()).ok).toBeGreaterThan(1_000);
  });
});

describe('5.0.8 in CASSANDRA_4 back to 4.1.10', () => {
  const at = stage('back-to-4.1');
  beforeAll(() => at.begin('5.0.8', '4.1.10'));

  test('under load: 0 failed, 0 lost, and 4.1 logs no error', async () => {
    // What 4.1 cannot read: a compaction leaves its row, a flush its SSTable.
    for (const number of ['1', '2', '3']) {
      for (const args of [['flush'], ['compact'], ['flush', 'system', 'compaction_history']]) {
        await at.lab.exec(number, 'nodetool', ...args);
      }
    }
    await at.plan(
      'downgrade-5.0-to-4.1',
      ...['--to', '4.1.10', ...java17],
      ...['--accept', 'yaml-keys', '--because', 'configure brings the cassandra.yaml of 4.1'],
    );
    for (const number of [1, 2, 3]) expect(at.historyOf(number)).not.toEqual([]);
    await at.roll();
    expect(await at.releases()).toEqual(['4.1.10', '4.1.10', '4.1.10']);
    expect((await at.end()).ok).toBeGreaterThan(1_000);
    for (const number of [1, 2, 3]) {
      const [, since = 'never started'] = at.log(number).split('Cassandra version: 4.1.10');
      expect(since).toContain('Startup complete');
      expect(since.split('\n').filter((line) => line.startsWith('ERROR'))).toEqual([]);
    }
  });
});
