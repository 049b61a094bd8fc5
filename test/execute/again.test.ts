import { expect, test } from 'vitest';
import { writeControl } from '../../src/execute/control.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { byHand } from './faulted-roll.ts';

/** A plan that was carried out, carried out once more from its file, as by another machine. */
async function runTwice(playbook: string) {
  const first = await simulatedRoll({ playbook });
  const { plan } = first;
  await first.run();
  const again = rollOn({ ...first.cluster.state(), at: first.clock.now() }, plan);
  await writeControl(again.files, paths, { approved: approvalsOf(plan.nodes) });
  await again.run();
  return again;
}

test.each([
  ['upgrade-4.1-to-5.0', 'already runs 5.0.8'],
  ['storage-mode-upgrading', 'already in UPGRADING'],
  ['storage-mode-none', 'already in NONE'],
])('a plan of %s that was carried out stops no node again', async (playbook, reason) => {
  const again = await runTwice(playbook);
  expect(again.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 1, 1]);
  const skipped = again.events().filter(({ type }) => type === 'step-skipped');
  const steps = again.plan.nodes[0]?.steps.findIndex(({ kind }) => kind === 'await-return') ?? 0;
  expect(skipped).toHaveLength(3 * steps);
  expect(skipped[0]).toMatchObject({ kind: again.plan.nodes[0]?.steps[0]?.kind, reason });
  expect(again.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
});

test('a node that somebody starts in its old mode meanwhile is stopped, and set to the new one', async () => {
  const roll = await simulatedRoll({ playbook: 'storage-mode-upgrading' });
  const run = roll.ports.runner.run.bind(roll.ports.runner);
  roll.ports.runner.run = async (request) => {
    if (!request.argv.includes('set-mode')) return await run(request);
    await byHand(roll, 'start', '10.0.0.1');
    return { kind: 'exited', code: 1, stdout: '', stderr: 'read-only file system', durationMs: 1 };
  };
  await expect(roll.run()).rejects.toMatchObject({ exitCode: 4 });
  roll.ports.runner.run = run;
  await roll.clock.sleep(60_000);
  await roll.resume();
  const { nodes } = roll.cluster.state();
  expect(nodes.map(({ stops }) => stops)).toEqual([2, 1, 1]);
  expect(nodes.map(({ lives }) => lives.at(-1)?.compatibility)).toEqual(Array(3).fill('UPGRADING'));
});
