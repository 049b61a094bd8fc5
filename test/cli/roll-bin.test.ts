import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import { lockPath } from '../../src/execute/run-store.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import { healthyRequest, planOf } from '../plan/healthy-request.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin, startBin } from './run-bin.ts';
import { simulatedLab, withoutClients } from './simulated-lab.ts';

/** Made just now: one that is too old is not begun. */
const plan = planOf({ ...healthyRequest, at: Date.now() });

/**
 * A folder with an inventory whose every command leaves a trace, and a plan for it: a trap, no cluster.
 * What is proven is that no process is started at all, which a simulated node could not tell.
 */
function plannedFolder(): string {
  const folder = temporaryFolder();
  const trace = join(folder, 'touched');
  const touch = `[touch, '${trace}']`;
  writeFileSync(
    join(folder, 'ringward.yaml'),
    `cluster: ${plan.cluster}
nodetool: [touch, '${trace}', '${trace}-{address}']
commands: { stop: ${touch}, running: ${touch}, start: ${touch}, install: ${touch}, configure: ${touch} }
nodes: [${plan.nodes.map(({ address }) => address).join(', ')}]
`,
  );
  writeFileSync(join(folder, 'plan.json'), planFileText(plan));
  return folder;
}

test('a cluster that is not seen whole is not restarted: one error, one hint, no state', async () => {
  const { folder } = await simulatedLab({ cluster: withoutClients });
  const { code, out, err } = await runBin(folder, 'restart --yes');
  expect(code).toBe(5);
  expect(out).toBe('');
  expect(err).toMatch(/^error: no plan: .*\nhint: .*\n$/);
  expect(readdirSync(folder).sort()).toEqual(['cluster.json', 'ringward.yaml']);
});

test('a roll without --yes and without a terminal asks nobody and touches nothing', async () => {
  const folder = plannedFolder();
  const { code, err } = await runBin(folder, 'upgrade run plan.json --format ndjson');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^error: nobody to ask: this is not a terminal\nhint: give --yes to go on without being asked\n$/,
  );
  expect(readdirSync(folder).sort()).toEqual(['plan.json', 'ringward.yaml']);
});

test('a lock held by a process that lives is exit 6; nothing is touched and the lock stays', async () => {
  const folder = plannedFolder();
  const lock = lockPath(join(folder, 'state'), plan.cluster);
  mkdirSync(dirname(lock), { recursive: true });
  const command = (await systemProcesses.commandLine(process.pid))?.join(' ');
  const holder = { runId: 'r0', pid: process.pid, hostname: hostname(), command, since: 0 };
  writeFileSync(lock, JSON.stringify(holder));
  const { code, out, err } = await runBin(
    folder,
    'upgrade run plan.json --yes --format ndjson --state-dir state',
  );
  expect(err).toContain(`error: this cluster is locked by run r0 (pid ${process.pid} on`);
  expect(err).toContain('hint: follow it with `ringward upgrade status --state-dir state`');
  expect({ code, out }).toEqual({ code: 6, out: '' });
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual(holder);
  expect(existsSync(join(folder, 'touched'))).toBe(false);
});

test('a plan that was edited by hand is refused before anything is asked', async () => {
  const folder = plannedFolder();
  const edited = planFileText(plan).replace('"toVersion": "5.0.8"', '"toVersion": "5.0.9"');
  writeFileSync(join(folder, 'plan.json'), edited);
  const { code, err } = await runBin(folder, 'upgrade run plan.json --yes');
  expect(err).toMatch(/^error: .*\/plan\.json: the plan was changed after it was made\nhint: /);
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'touched'))).toBe(false);
});

test.each(['/proc/nowhere', '/dev/null/state', 'plan.json'])(
  'a state folder that cannot be there (%s) is one error, and nothing is touched',
  async (stateDir) => {
    const folder = plannedFolder();
    const running = startBin(folder, `upgrade run plan.json --yes --state-dir ${stateDir}`);
    const { code, out, err } = await running.ended;
    expect(err).toMatch(/(^|\n)error: \/.*: .* \(E[A-Z]+\)\nhint: .*\n$/);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(readdirSync(folder).sort()).toEqual(['plan.json', 'ringward.yaml']);
  },
);
