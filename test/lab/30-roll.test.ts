import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import { eventTypesByNode, eventsOf } from './event-types.ts';
import { healthUntil, isHealthy } from './health-until.ts';
import { endLoad, labIn, type Running } from './ringward.ts';

const lab = labIn('roll', '127.0.30');
const flags = ['--state-dir', lab.state];

beforeAll(() => lab.up('4.1.10', '--also', '5.0.8'));

describe('on a real 4.1.10 cluster', () => {
  let rehearsed: readonly UpgradeEvent[];
  let restarted: readonly UpgradeEvent[];

  test('a rolling restart is rehearsed on a twin of these nodes, which stay as they are', async () => {
    const playbook = ['--playbook', 'rolling-restart', '--out', 'restart.json'];
    await lab.mustRun('upgrade', 'plan', ...playbook, ...flags);
    const told = await lab.mustRun('upgrade', 'rehearse', 'restart.json', '--format', 'ndjson');
    rehearsed = eventsOf(told.out).slice(0, -1);
    expect(rehearsed.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  });

  test('a twin made of a recording goes the same way', async () => {
    await lab.mustRun('record', 'recording');
    const from = ['--from', 'recording', '--format', 'ndjson'];
    const told = await lab.mustRun('upgrade', 'rehearse', 'restart.json', ...from);
    const events = eventsOf(told.out).slice(0, -1);
    expect(eventTypesByNode(events)).toEqual(eventTypesByNode(rehearsed));
  });

  test('a rolling restart stops every node once and ends with every node whole', async () => {
    const { out } = await lab.mustRun('restart', '--yes', '--format', 'ndjson', ...flags);
    restarted = eventsOf(out);
    const stops = restarted.filter(
      (event) => event.type === 'step-started' && event.kind === 'stop',
    );
    expect(stops).toHaveLength(3);
    expect(restarted.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  });

  test('what happened to each node is, step by step, what happened to its twin', () => {
    const real = eventTypesByNode(restarted);
    expect(Object.keys(real)).toEqual([1, 2, 3].map(lab.address));
    expect(eventTypesByNode(rehearsed)).toEqual(real);
  });

  test('a plan is written; edited by hand it is refused before anything is touched', async () => {
    await lab.mustRun('upgrade', 'plan', '--to', '5.0.8', '--out', 'plan.json', ...flags);
    const file = join(lab.dir, 'plan.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(join(lab.dir, 'edited.json'), text.replace('"forMs": 10000', '"forMs": 1'));
    const edited = await lab.run('upgrade', 'run', 'edited.json', '--yes', ...flags);
    expect(edited.code).toBe(2);
    expect(edited.err).toContain('the plan was changed after it was made');
  });

  test('a gate refuses while a node is down: exit 3, the node named, no node stopped', async () => {
    await lab.mustRun('lab', 'exec', '--dir', lab.dir, '3', 'stop');
    const refused = await lab.run('upgrade', 'run', 'plan.json', '--yes', ...flags);
    expect(refused.code, refused.out + refused.err).toBe(3);
    expect(refused.err).toContain(lab.address(3));
    expect(refused.err).toContain('no node is part-way');
    expect(refused.out).not.toContain('drain');
    await lab.mustRun('lab', 'exec', '--dir', lab.dir, '3', 'start');
    await healthUntil(lab, 120, isHealthy);
  });
});

describe('4.1.10 → 5.0.8 under load, with every kind of interruption', () => {
  let load: Running;
  const roll = (...argv: string[]) => lab.start('upgrade', ...argv, '--format', 'ndjson', ...flags);

  beforeAll(async () => {
    load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
    // Its tables are there now: while a keyspace is made, nodes disagree and there is no plan.
    await load.says('requests a second');
    await lab.mustRun('upgrade', 'plan', '--to', '5.0.8', '--out', 'plan.json', ...flags);
  });

  test('kill -9 after the drain of the first node', async () => {
    const running = roll('run', 'plan.json', '--yes');
    await running.says(/"type":"step-ended","node":"127.0.30.1","step":\d+,"kind":"drain"/);
    running.child.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
  });

  test('a second run while the first holds the lock is refused; a dead holder is not believed', async () => {
    const running = roll('resume');
    await running.says('"type":"run-resumed"');
    const second = await lab.run('upgrade', 'resume', ...flags);
    expect(second.code).toBe(6);
    expect(second.err).toContain('this cluster is locked by run');
    await running.says(/"type":"step-ended","node":"127.0.30.2","step":\d+,"kind":"stop"/);
    running.child.kill('SIGKILL');
    await running.ended;
  });

  test('a node that cannot start (bad yaml) stops the roll: exit 4, its log shown, the others untouched', async () => {
    const yaml = join(lab.node(3), 'conf-5.0.8', 'cassandra.yaml');
    const good = readFileSync(yaml, 'utf8');
    writeFileSync(yaml, `${good}\nno_such_key_for_this_version: true\n`);
    const failed = await lab.run('upgrade', 'resume', ...flags);
    expect(failed.code, failed.out + failed.err).toBe(4);
    // Seen before its process ends, or after.
    expect(failed.err).toMatch(
      /127\.0\.30\.3: await-return: (the process ended while it was starting|its start has failed)/,
    );
    expect(failed.err).toContain('no_such_key_for_this_version');
    expect(failed.err).toContain('ringward upgrade resume');
    const health = await lab.run('health', '--format', 'json');
    expect(health.code).toBe(1);
    writeFileSync(yaml, good);
  });

  test('resume completes: every node on 5.0.8', async () => {
    const { out } = await lab.mustRun('upgrade', 'resume', ...flags);
    expect(out).toContain('3/3 nodes done, complete');
    const { nodes } = await healthUntil(lab, 60, isHealthy);
    expect(nodes.map(({ release }) => release)).toEqual(['5.0.8', '5.0.8', '5.0.8']);
  });

  test('the client lost nothing: 0 failed, 0 lost', async () => {
    expect((await endLoad(load)).ok).toBeGreaterThan(1_000);
  });
});
