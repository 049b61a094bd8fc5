import { beforeAll, expect, test } from 'vitest';
import { compacting } from '../lab/compacting.ts';
import { healthJson } from '../lab/health-json.ts';
import { randomRows, type RandomRows } from '../lab/random-rows.ts';
import { labIn } from '../lab/ringward.ts';

const lab = labIn('healthy', '127.0.55');
const { exec, fault } = lab;
let rows: RandomRows;

beforeAll(async () => {
  await lab.up('4.1.10');
  rows = lab.closes(await randomRows([1, 2, 3].map(lab.address)));
  await rows.create('big');
});

test('30 minutes of load on a healthy cluster: not one finding, and nothing missing', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  const ended = await lab.run('health', '--for', '30m', '--format', 'json');
  load.child.kill('SIGINT');
  const report = healthJson(ended);
  const { out } = await load.ended;
  process.stdout.write(`${report.looks} looks in ${report.windowMs / 1_000} s; load: ${out}`);
  expect(report).toMatchObject({ verdict: 'healthy', findings: [], missing: [], notJudged: [] });
  expect(report.windowMs).toBeGreaterThanOrEqual(1_800_000);
  expect(JSON.parse(out)).toMatchObject({ passed: true, failed: 0, lost: 0 });
});

test('the same cluster with a compaction frozen is not called healthy', async () => {
  for (let part = 0; part < 2; part += 1) {
    await rows.write('big', 1_000);
    await exec('2', 'nodetool', 'flush', 'work', 'big');
  }
  await fault('2', 'freeze-compaction');
  const compact = await compacting(lab, '2');
  const ended = await lab.run('health', '--for', '75s', '--format', 'json');
  const { findings } = healthJson(ended);
  process.stdout.write(findings.map(({ summary }) => `${summary}\n`).join(''));
  expect(ended.code).toBe(1);
  expect(findings).toEqual([
    expect.objectContaining({
      detector: 'stalled-compaction',
      state: 'STUCK',
      severity: 'critical',
      node: lab.address(2),
    }),
  ]);
  await fault('2', 'release');
  expect((await compact.ended).code).toBe(0);
});
