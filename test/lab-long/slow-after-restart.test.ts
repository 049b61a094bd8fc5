import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { endLoad, labIn, type Running } from '../lab/ringward.ts';

const lab = labIn('slow-after-restart', '127.0.23');
const inventory = join(lab.folder, 'compared.yaml');
let load: Running;

beforeAll(async () => {
  await lab.up('4.1.10');
  const known = parse(readFileSync(join(lab.dir, 'ringward.yaml'), 'utf8')) as object;
  const limits = { set: 'lab', soakBaseline: '4m', soakDecide: '20m' };
  writeFileSync(inventory, stringify({ ...known, limits }));
  load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
});
afterAll(async () => {
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

test('the first node comes back slower than before: STOP with the numbers, no other node touched', async () => {
  const begun = Date.now();
  const running = lab.start(
    ...['restart', '--yes', '-i', inventory, '--state-dir', lab.state, '--format', 'ndjson'],
  );
  await running.says(/"type":"step-ended","node":"127.0.23.1","step":\d+,"kind":"start"/);
  await running.says(/"type":"step-ended","node":"127.0.23.1","step":\d+,"kind":"await-return"/);
  await lab.fault('1', 'slow-requests');
  const { code, out, err } = await running.ended;
  process.stdout.write(`${Math.round((Date.now() - begun) / 1_000)} s: ${err}\n`);
  expect(code, out + err).toBe(3);
  expect(err).toMatch(
    /127\.0\.23\.1: soak holds the roll: .*p99 of (reads|writes) [\d.]+ times as before/,
  );
  expect(out).not.toMatch(/"type":"node-started","node":"127\.0\.23\.[23]"/);
  await lab.fault('1', 'release');
  await endLoad(load);
});
