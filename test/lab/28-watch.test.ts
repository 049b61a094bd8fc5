import { beforeAll, expect, test } from 'vitest';
import { compacting } from './compacting.ts';
import { randomRows, type RandomRows } from './random-rows.ts';
import { endLoad, labIn } from './ringward.ts';

const lab = labIn('watch-view', '127.0.64');
const exec = (...argv: string[]) => lab.mustRun('lab', 'exec', '--dir', lab.dir, '1', ...argv);
const fault = (...argv: string[]) => lab.mustRun('lab', 'fault', '--dir', lab.dir, '1', ...argv);
let rows: RandomRows;

interface WatchLine {
  readonly type: string;
  readonly at: string;
  readonly state?: string | null;
  readonly summary?: string;
  readonly exitCode?: number;
  readonly failing?: readonly { readonly key: string; readonly isOpen: boolean }[];
  readonly missing?: readonly unknown[];
}

beforeAll(async () => {
  await lab.up('4.1.10', '--nodes', '1');
  rows = lab.closes(await randomRows([lab.address(1)]));
  await rows.create('big');
  for (let part = 0; part < 3; part += 1) {
    await rows.write('big', 2_000);
    await exec('nodetool', 'flush', 'work', 'big');
  }
});

test('under load a compaction that is frozen opens STUCK within 90 s, and closes once it is released', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  await fault('freeze-compaction');
  const watch = lab.start('watch', '--for', '10m', '--fail-on', 'critical', '--format', 'ndjson');
  await watch.says('"type":"status"');
  const compaction = await compacting(lab, '1');
  const frozenAt = Date.now();
  await watch.says(/"type":"opened".*"state":"STUCK"/);
  const openedAt = Date.now();
  await fault('release');
  const releasedAt = Date.now();
  await watch.says(/"type":"closed".*"state":"STUCK"/);
  const closedAt = Date.now();
  expect((await compaction.ended).code).toBe(0);
  watch.child.kill('SIGINT');
  const { code, out, err } = await watch.ended;
  await endLoad(load);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as WatchLine);
  const seconds = (from: number, to: number) => Math.round((to - from) / 1_000);
  const took = { opened: seconds(frozenAt, openedAt), closed: seconds(releasedAt, closedAt) };
  const events = lines
    .filter(({ type }) => type !== 'status')
    .map(({ type, at, state, summary }) => [type, at, state, summary].join(' '));
  process.stdout.write(`${JSON.stringify({ took, events }, undefined, 2)}\n`);
  expect(took.opened).toBeLessThanOrEqual(90);
  expect({ code, err }).toEqual({ code: 130, err: '' });
  expect(lines.at(-1)).toMatchObject({ type: 'summary', exitCode: 130, missing: [] });
  expect(lines.at(-1)?.failing).toEqual([
    expect.objectContaining({ key: expect.stringContaining('STUCK') as string, isOpen: false }),
  ]);
});
