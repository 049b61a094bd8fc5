import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { compacting } from '../lab/compacting.ts';
import { healthJson, type HealthFinding } from '../lab/health-json.ts';
import { randomRows, type RandomRows } from '../lab/random-rows.ts';
import { labIn } from '../lab/ringward.ts';

/** `RINGWARD_RECORD_MINUTES=2` to try a change; what counts is 10. */
const minutes = Number(process.env['RINGWARD_RECORD_MINUTES'] ?? 10);
const mebibyte = 1024 * 1024;
const lab = labIn('record', '127.0.28');
const { exec, fault } = lab;
let rows: RandomRows;

beforeAll(async () => {
  await lab.up('4.1.10');
  rows = lab.closes(await randomRows([1, 2, 3].map(lab.address)));
  await rows.create('big');
  for (let part = 0; part < 2; part += 1) {
    await rows.write('big', 1_000);
    await exec('3', 'nodetool', 'flush', 'work', 'big');
  }
});

const told = ({ detector, state, severity, node, subject }: HealthFinding) =>
  ({ detector, state, severity, node, subject }) as const;

test('ten minutes with a stall, recorded: read again without the nodes, it gives what health gave beside it', async () => {
  await fault('3', 'freeze-compaction');
  const compact = await compacting(lab, '3');
  const duration = `${minutes}m`;
  const recording = lab.start('record', 'rec', '--for', duration);
  const live = healthJson(await lab.run('health', '--for', duration, '--format', 'json'));
  expect((await recording.ended).code).toBe(0);
  await fault('3', 'release');
  expect((await compact.ended).code).toBe(0);
  await lab.down();

  const bytes = statSync(join(lab.dir, 'rec/recording.ndjson.br')).size;
  const perNodeHour = (bytes / 3 / minutes) * 60;
  process.stdout.write(
    `${bytes} bytes, ${(perNodeHour / mebibyte).toFixed(2)} MiB a node and hour\n`,
  );
  const texts = await Promise.all([1, 2].map(() => lab.run('health', '--from', 'rec')));
  expect(new Set(texts.map(({ out }) => out)).size).toBe(1);
  const played = healthJson(await lab.run('health', '--from', 'rec', '--format', 'json'));
  expect(played.findings.map(told)).toEqual(live.findings.map(told));
  expect(played.findings.map(told)).toContainEqual(
    expect.objectContaining({ state: 'STUCK', severity: 'critical', node: lab.address(3) }),
  );
  expect(played.missing).toEqual([]);
  expect(perNodeHour).toBeLessThan(mebibyte);
});
