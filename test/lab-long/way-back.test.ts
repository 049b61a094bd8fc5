import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLoad, labIn, type Running } from '../lab/ringward.ts';

const lab = labIn('way-back', '127.0.29');
const flags = ['--state-dir', lab.state];
const yaml = () => join(lab.node(2), 'conf-5.0.8', 'cassandra.yaml');
let load: Running;

async function releases(): Promise<readonly string[]> {
  const { out } = await lab.run('health', '--format', 'json');
  return (JSON.parse(out) as { nodes: { release: string }[] }).nodes.map(({ release }) => release);
}

beforeAll(async () => {
  await lab.up('4.1.10', '--also', '5.0.8');
  load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
});
afterAll(async () => {
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

test('a node that 5.0.8 does not start on goes back to 4.1.10 alone, then the one that was done: 0 failed, 0 lost', async () => {
  await lab.mustRun('upgrade', 'plan', '--to', '5.0.8', ...flags);
  writeFileSync(yaml(), `${readFileSync(yaml(), 'utf8')}\nno_such_key_for_this_version: true\n`);
  const failed = await lab.run('upgrade', 'run', 'plan.json', '--yes', ...flags);
  expect(failed.code, failed.out + failed.err).toBe(4);
  const [, runId = ''] = /ringward upgrade rollback (\S+)/.exec(failed.out) ?? [];

  await lab.mustRun('upgrade', 'rollback', ...flags);
  await lab.mustRun('upgrade', 'run', 'rollback.json', '--yes', ...flags);
  expect(await releases()).toEqual(['5.0.8', '4.1.10', '4.1.10']);

  await lab.mustRun('upgrade', 'rollback', runId, '--all', ...flags);
  const plan = JSON.parse(readFileSync(join(lab.dir, 'rollback.json'), 'utf8')) as {
    readonly nodes: readonly { readonly address: string; readonly leftOut?: true }[];
  };
  expect(plan.nodes[0]?.address).toBe(lab.address(2));
  await lab.mustRun('upgrade', 'run', 'rollback.json', '--yes', ...flags);
  expect(await releases()).toEqual(['4.1.10', '4.1.10', '4.1.10']);
  expect((await endLoad(load)).ok).toBeGreaterThan(1_000);
});
