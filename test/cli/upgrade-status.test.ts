import { expect, test } from 'vitest';
import { runStatus } from '../../src/cli/upgrade-status-run.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import { paths, simulatedRoll } from '../simulate/simulated-roll.ts';

const holder = { runId: 'r1', pid: 7, hostname: 'here', command: 'ringward', since: 0 };

/** A run whose process was killed after its first node was begun; with a live process at its lock, or not. */
async function killed(isAlive: boolean, ...more: readonly object[]) {
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
    ...more,
  ];
  await files.writeText(paths.journal, journal.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await files.writeText(paths.plan, planFileText(plan));
  await files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
  await files.writeText('/state/sim/lock', JSON.stringify(holder));
  const commandLine = (pid: number) =>
    Promise.resolve(isAlive && pid === 7 ? ['ringward'] : undefined);
  const processes = { ...ports.processes, commandLine };
  const code = await runStatus({ format: 'tty', stateDir: '/state' }, { ...ports, processes });
  return { text: ports.streams.outText(), code };
}

const drainBegun = {
  at: 3_000,
  type: 'step-started',
  node: '10.0.0.1',
  step: 0,
  kind: 'drain',
};

test('a run whose process is gone is not called running; how to go on is said', async () => {
  const { text, code } = await killed(false);
  expect(code).toBe(0);
  expect(text).toContain('0/3 nodes done, died after 1.0 s');
  expect(text).toContain(
    'its process is gone; go on with: ringward upgrade resume r1 --state-dir /state',
  );
});

test('a run whose process lives is running', async () => {
  const { text, code } = await killed(true, drainBegun);
  expect(code).toBe(0);
  expect(text).toContain('0/3 nodes done, running after 2.0 s');
  expect(text).not.toContain('resume');
});

test('a node that is part-way while nobody carries the run on: exit 4', async () => {
  const { text, code } = await killed(false, drainBegun);
  expect(code).toBe(4);
  expect(text).toContain('10.0.0.1');
});

test('a run that was refused: exit 3', async () => {
  const refused = { at: 3_000, type: 'run-ended', how: 'refused', reason: 'a peer is down' };
  const { code, text } = await killed(false, refused);
  expect(code).toBe(3);
  expect(text).toContain(
    'reason: a peer is down\ngo on with: ringward upgrade resume r1 --state-dir /state',
  );
});
