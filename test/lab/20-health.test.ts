import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceOf, healthJson, type HealthJson } from './health-json.ts';
import { randomRows, type RandomRows } from './random-rows.ts';
import { labIn, type Running } from './ringward.ts';

const lab = labIn('health', '127.0.50');
const [first, second, third] = [1, 2, 3].map((number) => lab.address(number)) as [
  string,
  string,
  string,
];
const exec = (...argv: string[]) => lab.mustRun('lab', 'exec', '--dir', lab.dir, ...argv);
const nodetool = (node: string, ...argv: string[]) => exec(node, 'nodetool', ...argv);
const fault = (...argv: string[]) => lab.mustRun('lab', 'fault', '--dir', lab.dir, ...argv);

/** The first report that is wanted, within some time. */
async function healthUntil(
  seconds: number,
  isWanted: (report: HealthJson) => boolean,
): Promise<HealthJson> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const report = healthJson(await lab.run('health', '--format', 'json'));
    if (isWanted(report)) return report;
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s: ${JSON.stringify(report, undefined, 2)}`);
  }
}

beforeAll(() => lab.up('4.1.10'));
afterAll(async () => {
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

test('a healthy lab under load for five minutes: exit 0, no finding, nothing missing', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir);
  await load.says('requests a second');
  const ended = await lab.run('health', '--for', '5m', '--format', 'json');
  load.child.kill('SIGINT');
  expect((await load.ended).code).toBe(0);
  expect(healthJson(ended)).toMatchObject({ verdict: 'healthy', findings: [], missing: [] });
  expect(ended.code).toBe(0);
});

describe('three compactions that are not well, in one look', () => {
  let rows: RandomRows;
  let report: HealthJson;
  const compactions: Running[] = [];
  const compact = (node: string) => {
    compactions.push(
      lab.start('lab', 'exec', '--dir', lab.dir, node, 'nodetool', 'compact', 'work', 'big'),
    );
  };
  const of = (node: string) =>
    report.findings.filter((one) => one.detector === 'stalled-compaction' && one.node === node);

  beforeAll(async () => {
    rows = await randomRows([first, second, third]);
    await rows.create('big');
    await rows.create('events');
    for (let part = 0; part < 3; part += 1) {
      await rows.write('big', 7_000);
      await Promise.all(['2', '3'].map((node) => nodetool(node, 'flush', 'work', 'big')));
    }
    await nodetool('1', 'disableautocompaction', 'work', 'events');
    await nodetool('2', 'setcompactionthroughput', '1');
    await fault('3', 'freeze-compaction');
    compact('2');
    compact('3');
    const health = lab.start('health', '--for', '75s', '--format', 'json');
    while (health.child.exitCode === null) {
      await rows.write('events', 20);
      await nodetool('1', 'flush', 'work', 'events');
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    report = healthJson(await health.ended);
  });
  afterAll(() => rows.close());

  test('autocompaction switched off under writes is DISABLED, with its SSTables; nothing is pending', () => {
    expect(report.exitCode).toBe(1);
    const [disabled, ...others] = of(first);
    expect(others).toEqual([]);
    expect(disabled).toMatchObject({
      state: 'DISABLED',
      severity: 'critical',
      subject: 'work.events',
    });
    const counts = evidenceOf(disabled, 'SSTables of work.events').samples.map((one) => one.value);
    expect((counts.at(-1) ?? 0) - (counts[0] ?? 0)).toBeGreaterThanOrEqual(2);
    expect(evidenceOf(disabled, 'pending compactions').value).toBe(0);
  });

  test('a compaction at 1 MiB/s is SLOW and not STUCK', () => {
    const [slow, ...others] = of(second);
    expect(others).toEqual([]);
    expect(slow).toMatchObject({ state: 'SLOW' });
    expect(slow?.subject).toMatch(/^work\.big [0-9a-f-]{36}$/);
    const mebibyte = 1024 * 1024;
    expect(evidenceOf(slow, 'rate').value).toBeGreaterThan(0.5 * mebibyte);
    expect(evidenceOf(slow, 'rate').value).toBeLessThan(1.5 * mebibyte);
  });

  test('a compaction frozen in place is STUCK: node, task, samples, idle threads', () => {
    const [stuck, ...others] = of(third);
    expect(others).toEqual([]);
    expect(stuck).toMatchObject({ state: 'STUCK', severity: 'critical' });
    expect(stuck?.subject).toMatch(/^work\.big [0-9a-f-]{36}$/);
    const progress = evidenceOf(stuck, 'completed').samples;
    expect(progress.length).toBeGreaterThanOrEqual(3);
    expect(new Set(progress.slice(-3).map((one) => one.value)).size).toBe(1);
    expect(evidenceOf(stuck, 'without progress').value).toBeGreaterThanOrEqual(60);
    expect(evidenceOf(stuck, 'CPU of the compaction threads').value).toBeLessThan(1);
    expect(evidenceOf(stuck, 'thread states').value).toContain('S');
  });

  test('while one stands still no roll begins: exit 3, the task named, no node touched', async () => {
    await nodetool('2', 'setcompactionthroughput', '64');
    await nodetool('1', 'enableautocompaction', 'work', 'events');
    expect((await compactions[0]?.ended)?.code).toBe(0);
    const { code, out, err } = await lab.run('restart', '--yes', '--state-dir', lab.state);
    expect(code, out + err).toBe(3);
    expect(err).toMatch(/compaction of work\.big has not moved for/i);
    expect(err).toContain(third);
    expect(err).toContain('no node is part-way');
    expect(out).not.toContain('drain');
  });

  test('released, they go on to their end, and the lab is healthy again', async () => {
    await fault('3', 'release');
    for (const { ended } of compactions) expect((await ended).code).toBe(0);
    const after = await healthUntil(60, ({ exitCode }) => exitCode === 0);
    expect(after.findings).toEqual([]);
  });
});

test('one nodetool that hangs, and no other way: over by the deadline, exit 5, that node is what was not seen', async () => {
  await fault('2', 'hang-nodetool');
  const began = Date.now();
  const byNodetool = ['health', '--via', 'nodetool', '--format', 'json'];
  const ended = await lab.run(...byNodetool, '--deadline', '40s');
  expect(Date.now() - began).toBeLessThan(50_000);
  const report = healthJson(ended);
  expect(ended.code, JSON.stringify(report.findings)).toBe(5);
  expect(report).toMatchObject({ verdict: 'cannot-tell', findings: [] });
  expect(report.missing.map(({ node, why }) => `${node} ${why}`)).toContain(`${second} timed-out`);
  expect(report.missing.filter(({ node }) => node !== second)).toEqual([]);
  // The node itself is well, and says so by JMX.
  expect((await lab.run('health')).code).toBe(0);
  await fault('2', 'release');
  expect((await lab.run('health')).code).toBe(0);
});

test('one node stopped: exit 1, the node and the peers that say so are named; started, all is well', async () => {
  await nodetool('3', 'drain');
  await exec('3', 'stop');
  const report = await healthUntil(30, ({ exitCode }) => exitCode === 1);
  await lab.mustRun('record', 'down');
  const replayed = healthJson(await lab.run('health', '--from', 'down', '--format', 'json'));
  expect(replayed.exitCode).toBe(1);
  for (const { findings } of [report, replayed]) {
    expect(findings).toContainEqual(
      expect.objectContaining({ detector: 'node-down', state: 'DOWN', node: third }),
    );
  }
  const node = report.nodes.find(({ address }) => address === third);
  expect(node).toMatchObject({ peersSay: 'down', downBy: [first, second] });
  await exec('3', 'start');
  await healthUntil(120, ({ exitCode }) => exitCode === 0);
});
