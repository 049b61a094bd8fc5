import { beforeAll, expect, test } from 'vitest';
import { healthJson, type HealthJson } from './health-json.ts';
import { healthUntil, isHealthy } from './health-until.ts';
import { endLoad, labIn } from './ringward.ts';
import { testsOfStalls } from './stall-tests.ts';

const lab = labIn('health', '127.0.50');
const [first, second, third] = [1, 2, 3].map((number) => lab.address(number)) as [
  string,
  string,
  string,
];
const { exec, fault } = lab;
const nodetool = (node: string, ...argv: string[]) => exec(node, 'nodetool', ...argv);

beforeAll(() => lab.up('4.1.10'));

test('a healthy lab under load for five minutes: exit 0, no finding, nothing missing', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  const ended = await lab.run('health', '--for', '5m', '--format', 'json');
  await endLoad(load);
  expect(healthJson(ended)).toMatchObject({ verdict: 'healthy', findings: [], missing: [] });
  expect(ended.code).toBe(0);
});

test('hints that are off, or paused, are told at the next look with what switches them on, and then no more', async () => {
  for (const [to, state, back] of [
    ['disablehandoff', 'OFF', 'enablehandoff'],
    ['pausehandoff', 'PAUSED', 'resumehandoff'],
  ] as const) {
    await nodetool('2', to);
    const { findings, exitCode } = healthJson(await lab.run('health', '--format', 'json'));
    expect(exitCode).toBe(1);
    expect(findings).toMatchObject([{ detector: 'hinted-handoff', state, node: second }]);
    expect(JSON.stringify(findings)).toContain(back);
    await nodetool('2', back);
    expect((await lab.run('health')).code).toBe(0);
  }
});

testsOfStalls(lab);

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
  const ofThird = ({ nodes }: HealthJson) => nodes.find(({ address }) => address === third);
  // Its peers give it up one after the other.
  const report = await healthUntil(lab, 60, (each) => ofThird(each)?.downBy.length === 2);
  expect(report.exitCode).toBe(1);
  await lab.mustRun('record', 'down');
  const replayed = healthJson(await lab.run('health', '--from', 'down', '--format', 'json'));
  expect(replayed.exitCode).toBe(1);
  for (const { findings } of [report, replayed]) {
    expect(findings).toContainEqual(
      expect.objectContaining({ detector: 'node-down', state: 'DOWN', node: third }),
    );
  }
  expect(ofThird(report)).toMatchObject({ peersSay: 'down', downBy: [first, second] });
  await exec('3', 'start');
  await healthUntil(lab, 120, isHealthy);
});
