import { readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { runBin } from './run-bin.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { simulatedLab } from './simulated-lab.ts';

const unpacked = (bytes: Buffer) =>
  brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH }).toString();

test('record, health --from, plan, rehearse --from: the last two commands that read need no cluster', async () => {
  const lab = await simulatedLab();
  const { out } = await lab.mustRun('record rec --for 20s');
  expect(out).toMatch(/^recorded \d+ answers .* of 3 nodes over 20 s in .*\/rec$/m);
  const file = join(lab.folder, 'rec/recording.ndjson.br');
  expect(statSync(join(lab.folder, 'rec')).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await lab.mustRun('upgrade plan --to 5.0.8');

  const elsewhere = temporaryFolder();
  const health = await runBin(elsewhere, `health --from ${lab.folder}/rec`);
  expect(health.code).toBe(0);
  expect(health.out).toContain('a recording of 20');
  const rehearse = `upgrade rehearse ${lab.folder}/plan.json --from ${lab.folder}/rec`;
  const rehearsed = await runBin(elsewhere, rehearse);
  expect(rehearsed.err).toBe('');
  expect(rehearsed.out).toContain('3/3 nodes done, complete');
  expect(rehearsed.code).toBe(0);
  expect(lab.nodes()).toEqual(Array(3).fill({ stops: 0, release: '4.1.10' }));
});

test('a trouble that was recorded is found again, and a second recording does not go over it', async () => {
  const lab = await simulatedLab();
  await lab.mustRun('lab fault --dir . 2 schema-differs');
  await lab.mustRun('record rec --for 0s');
  await lab.mustRun('lab fault --dir . 2 release');
  const { code, out } = await lab.run('health --from rec --format json');
  expect(code).toBe(1);
  expect(out).toContain('"detector": "schema-disagreement"');
  const again = await lab.run('record rec');
  expect(again.code).toBe(2);
  expect(again.err).toMatch(/^error: .*\/rec is not empty .*\nhint: give a new folder: .*\n$/);
});

test('killed with SIGKILL, and torn in its last line, a recording is read up to there and says so', async () => {
  const lab = await simulatedLab({ pace: 20 });
  const { child, ended } = lab.start('record rec --for 600s');
  const file = join(lab.folder, 'rec/recording.ndjson.br');
  const looks = () => {
    try {
      return unpacked(readFileSync(file)).split('{"kind":"look"').length - 1;
    } catch {
      return 0;
    }
  };
  await expect.poll(looks, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  truncateSync(file, statSync(file).size - 5);
  const { code, out } = await lab.run('health --from rec');
  expect(out).toMatch(/where\s+it\s+was\s+cut\s+off/);
  expect(code).toBe(0);
});

test('a recording that is removed beneath is no success', async () => {
  const lab = await simulatedLab({ pace: 20 });
  const { ended } = lab.start('record rec --for 600s');
  const folder = join(lab.folder, 'rec');
  const file = join(folder, 'recording.ndjson.br');
  await expect
    .poll(() => statSync(file, { throwIfNoEntry: false })?.size ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(1_000);
  rmSync(folder, { recursive: true });
  const { code, out, err } = await ended;
  expect([code, out]).toEqual([5, '']);
  expect(err).toMatch(
    /^error: .*\/rec\/recording\.ndjson\.br: it was removed while it was written\nhint: make it again, .*\n$/m,
  );
});
