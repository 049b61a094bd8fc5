import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { eventsOf } from '../lab/event-types.ts';
import { endLoad, labIn, type Running } from '../lab/ringward.ts';

const lab = labIn('waves', '127.0.33');
const flags = ['--state-dir', lab.state];
let load: Running;

beforeAll(async () => {
  await lab.up('4.1.10', '--nodes', '6', '--racks', '3');
  load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
});

interface WavedPlan {
  readonly nodes: readonly { readonly rack: string; readonly wave: number }[];
}

test('a restart rack by rack of six nodes in three racks, under load at QUORUM: 0 failed, 0 lost', async () => {
  const plan = ['upgrade', 'plan', '--playbook', 'rolling-restart', '--parallel', 'rack'];
  await lab.mustRun(...plan, ...flags);
  const { nodes } = JSON.parse(readFileSync(join(lab.dir, 'plan.json'), 'utf8')) as WavedPlan;
  expect(nodes.map(({ rack, wave }) => `${rack} ${wave}`)).toEqual([
    ...['rack1 1', 'rack1 2'],
    ...['rack2 3', 'rack2 3'],
    ...['rack3 4', 'rack3 4'],
  ]);
  const told = await lab.mustRun('upgrade', 'rehearse', 'plan.json', '--format', 'json');
  expect(JSON.parse(told.out)).toMatchObject({ how: 'complete', breaches: [] });

  const run = ['upgrade', 'run', 'plan.json', '--yes', '--format', 'ndjson'];
  const events = eventsOf((await lab.mustRun(...run, ...flags)).out);
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });

  const underWay = new Set<string>();
  let most = 0;
  for (const event of events) {
    if (event.type === 'step-started' && event.kind === 'stop') underWay.add(event.node);
    if (event.type === 'step-ended' && event.kind === 'await-return') underWay.delete(event.node);
    most = Math.max(most, underWay.size);
  }
  expect(most).toBe(2);
  expect((await endLoad(load)).ok).toBeGreaterThan(1_000);
});
