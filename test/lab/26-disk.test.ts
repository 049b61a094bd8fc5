import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { signalGroup } from '../../src/adapters/child.ts';
import { healthJson } from './health-json.ts';
import { randomRows } from './random-rows.ts';
import { labIn } from './ringward.ts';

const lab = labIn('disk', '127.0.66');
const nodetool = (...argv: string[]) =>
  lab.mustRun('lab', 'exec', '--dir', lab.dir, '1', 'nodetool', ...argv);

/** Whatever the disk of this machine is: any load of it is to be told, so that its causes are. */
function tellAnyLoad(): void {
  const file = join(lab.dir, 'ringward.yaml');
  const limits = 'limits: {set: lab, diskAwait: 0s, diskQueue: 0, ioPressurePercent: 0, tick: 5s}';
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^limits: .*$/m, limits));
}

beforeAll(async () => {
  await lab.up('4.1.10', '--nodes', '1');
  tellAnyLoad();
});

/** Runs until the test is over, and with it all that it starts, which holds its stdout open. */
function beside(script: string): void {
  const child = spawn('sh', ['-c', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  child.stdout.resume();
  const gone = once(child, 'close');
  onTestFinished(async () => {
    signalGroup(child.pid, 'SIGKILL');
    await gone;
  });
}

async function spike() {
  const report = healthJson(await lab.run('health', '--for', '20s', '--format', 'json'));
  const found = report.findings.find(({ detector }) => detector === 'io-spike');
  return { cause: found?.causes[0], told: JSON.stringify(found?.evidence) };
}

test('a disk that a neighbour keeps busy: another process, and not Cassandra', async () => {
  const target = join(lab.folder, 'written-by-a-neighbour');
  beside(`while :; do dd if=/dev/zero of='${target}' bs=4M count=50 conv=fsync; done`);
  const { cause, told } = await spike();
  expect(cause, told).toMatchObject({ id: 'other-process', confidence: 'likely' });
});

test('a disk that compactions keep busy: compactions, and not a neighbour', async () => {
  await nodetool('setcompactionthroughput', '0');
  const rows = await randomRows([lab.address(1)]);
  onTestFinished(() => rows.close());
  await rows.create('large');
  for (let part = 0; part < 2; part += 1) {
    await rows.write('large', 25_000);
    await nodetool('flush', 'work', 'large');
  }
  await nodetool('setcompactionthroughput', '16');
  // What the memory still holds of the rows would be told as written by another process.
  await promisify(execFile)('sync', { timeout: 120_000 });
  lab.start('lab', 'exec', '--dir', lab.dir, '1', 'nodetool', 'compact', 'work', 'large');
  // What it writes is to reach the disk while we look, not half a minute later.
  beside('while :; do sync; sleep 1; done');
  const { cause, told } = await spike();
  expect(cause, told).toMatchObject({ id: 'compaction', confidence: 'likely' });
});
