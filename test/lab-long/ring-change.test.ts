import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { HealthJson } from '../lab/health-json.ts';
import { healthUntil, isHealthy } from '../lab/health-until.ts';
import { randomRows } from '../lab/random-rows.ts';
import { labIn } from '../lab/ringward.ts';

const lab = labIn('ring-change', '127.0.80');
const flags = ['--yes', '--state-dir', lab.state];
const third = lab.address(3);

const stateOf = ({ findings }: HealthJson, node: string) =>
  findings.filter((each) => each.node === node).map(({ state }) => state);
const isSeen = (state: string) => (report: HealthJson) => stateOf(report, third).includes(state);

/** One replica of each row, so that a node that goes has something to hand on; slowly enough to be seen at it. */
beforeAll(async () => {
  await lab.up('4.1.10');
  const rows = lab.closes(await randomRows([lab.address(1)]));
  await rows.create('events');
  await rows.write('events', 3_000);
  for (const node of ['1', '2', '3']) {
    await lab.exec(node, 'nodetool', 'flush', 'work');
    await lab.exec(node, 'nodetool', 'setstreamthroughput', '2');
    await lab.exec(node, 'nodetool', 'setstreamthroughput', '-e', '2');
  }
});

/** As a node that is new: nothing of its data is left, and it is no seed. */
function makeNew(): void {
  for (const folder of ['data', 'commitlog', 'hints', 'saved_caches']) {
    rmSync(join(lab.node(3), folder), { recursive: true, force: true });
  }
  const file = join(lab.node(3), 'conf', 'cassandra.yaml');
  const text = readFileSync(file, 'utf8')
    .replace('auto_bootstrap: false', 'auto_bootstrap: true')
    .replace(`,${third}`, '');
  writeFileSync(file, text);
}

test('a node that leaves and one that joins are told as that, and hold a roll meanwhile', async () => {
  const leaving = lab.start('lab', 'exec', '--dir', lab.dir, '3', 'nodetool', 'decommission', '-f');
  await healthUntil(lab, 60, isSeen('LEAVING'));
  const held = await lab.run('restart', ...flags);
  expect(held.code, held.out + held.err).toBe(3);
  expect((await leaving.ended).code).toBe(0);
  const gone = await healthUntil(lab, 60, isSeen('ABSENT'));
  expect(gone.exitCode).toBe(1);

  await lab.exec('3', 'stop');
  makeNew();
  const joining = lab.start('lab', 'exec', '--dir', lab.dir, '3', 'start');
  await healthUntil(lab, 120, isSeen('JOINING'));
  expect((await joining.ended).code).toBe(0);
  await healthUntil(lab, 180, isHealthy);
});
