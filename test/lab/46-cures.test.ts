import { beforeAll, expect, test } from 'vitest';
import { compacting } from './compacting.ts';
import { eventsOf } from './event-types.ts';
import { healthJson } from './health-json.ts';
import { healthUntil, isClean } from './health-until.ts';
import { randomRows, type RandomRows } from './random-rows.ts';
import { endLoad, labIn } from './ringward.ts';

const lab = labIn('cures', '127.0.68');
const stalled = [2, 3].map(lab.address);
let rows: RandomRows;

beforeAll(async () => {
  await lab.up('4.1.10');
  rows = lab.closes(await randomRows([1, 2, 3].map(lab.address)));
  await rows.create('big');
  for (let part = 0; part < 3; part += 1) {
    await rows.write('big', 1_000);
    for (const node of ['2', '3']) await lab.exec(node, 'nodetool', 'flush', 'work', 'big');
  }
});

test('two of three nodes with a compaction that stands still: the restart that is to cure it does, and clients lose nothing', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  for (const node of ['2', '3']) await lab.fault(node, 'freeze-compaction');
  const compactions = await Promise.all(['2', '3'].map((node) => compacting(lab, node)));

  // What the operator sees first, and the plan then takes in: what came later would hold the roll.
  const ill = healthJson(await lab.run('health', '--for', '75s', '--format', 'json'));
  const stuck = ill.findings.filter(({ state }) => state === 'STUCK');
  expect(stuck.map(({ node }) => node).sort()).toEqual(stalled);

  const flags = ['--yes', '--state-dir', lab.state, '--format', 'ndjson'];
  const cured = await lab.mustRun('restart', '--cures', 'stalled-compaction', ...flags);
  const events = eventsOf(cured.out);
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  // Its drain waits for the compaction: it is ended by the limit, and the node is stopped without it.
  for (const node of stalled) {
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'step-ended', node, kind: 'drain' }),
    );
  }
  for (const { ended } of compactions) await ended;

  await healthUntil(lab, 60, isClean);
  expect((await endLoad(load)).ok).toBeGreaterThan(1_000);
});
