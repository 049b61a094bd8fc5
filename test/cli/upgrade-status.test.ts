import { expect, test } from 'vitest';
import { runStatus } from '../../src/cli/upgrade-status-run.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import { paths, simulatedRoll } from '../simulate/simulated-roll.ts';

const holder = { runId: 'r1', pid: 7, hostname: 'here', command: 'ringward', since: 0 };

/** A run whose process was killed after its first node was begun; with a live process at its lock, or not. */
async function killed(isAlive: boolean) {
  const { plan, ports, files } = await simulatedRoll();
  const journal = [
    { format: 1 },
    {
      at: 1_000,
      type: 'run-started',
      runId: 'r1',
      cluster: 'sim',
      planDigest: plan.digest,
      nodes: 3,
    },
    { at: 2_000, type: 'node-started', node: '10.0.0.1', generation: 7 },
  ];
  await files.writeText(paths.journal, journal.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await files.writeText(paths.plan, planFileText(plan));
  await files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
  await files.writeText('/state/sim/lock', JSON.stringify(holder));
  const commandLine = (pid: number) =>
    Promise.resolve(isAlive && pid === 7 ? ['ringward'] : undefined);
  const processes = { ...ports.processes, commandLine };
  await runStatus({ format: 'tty', stateDir: '/state' }, { ...ports, processes });
  return ports.streams.outText();
}

test('a run whose process is gone is not called running; how to go on is said', async () => {
  const text = await killed(false);
  expect(text).toContain('0/3 nodes done, died after 1.0 s');
  expect(text).toContain('its process is gone; go on with: ringward upgrade resume r1');
});

test('a run whose process lives is running', async () => {
  const text = await killed(true);
  expect(text).toContain('0/3 nodes done, running after 1.0 s');
  expect(text).not.toContain('resume');
});
