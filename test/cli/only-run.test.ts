import { expect, test } from 'vitest';
import { requireNoneLeft, requireNoRoll } from '../../src/cli/only-run.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

const next = nextCommands({ inventory: 'my.yaml' });
const at = { stateDir: '/state', next };

const dies: Fault = { kind: 'dies-starting', node: '10.0.0.1', times: 1, log: 'ERROR in use' };

/** A restart whose first node is left by a fault, or all of it. */
async function rolled(...faults: readonly Fault[]) {
  const roll = await simulatedRoll({ playbook: 'rolling-restart', faults });
  await roll.run().catch(() => undefined);
  return roll;
}

test('a node that an earlier run left stopped: no other run begins; how to go on is said', async () => {
  const { inventory, ports } = await rolled(dies);
  await expect(requireNoneLeft({ ...at, inventory }, ports)).rejects.toMatchObject({
    exitCode: 4,
    message:
      '10.0.0.1 is part-way (in await-return) since run r1, and is not answering now; no other run was begun',
    hint:
      'finish that run: ringward upgrade resume r1 --inventory my.yaml; if it cannot be finished, bring the node back as it is: ' +
      'ssh 10.0.0.1 systemctl start cassandra; then another may begin',
  });
});

test('a node that an earlier run left drained is told by its mode', async () => {
  const { inventory, ports } = await rolled({ kind: 'does-not-stop', node: '10.0.0.1' });
  await expect(requireNoneLeft({ ...at, inventory }, ports)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining('and is DRAINED now') as string,
  });
});

/** By the journal its first node is part-way; somebody has started it by hand. */
async function startedByHand() {
  const { events, files, plan } = await rolled(dies);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'failed' });
  const left = { [paths.journal]: files.textOf(paths.journal) ?? '' };
  const again = rollOn((await simulatedRoll()).cluster.state(), plan, left);
  await again.files.writeText(paths.plan, files.textOf(paths.plan) ?? '');
  return again;
}

test('a node that is up, and closed to clients, serves nobody', async () => {
  const { inventory, ports } = await startedByHand();
  const [node] = inventory.nodes;
  const argv = [...(node?.nodetool ?? []), 'disablebinary'];
  await ports.runner.run({ node: '10.0.0.1', argv, timeoutMs: 60_000 });
  await expect(requireNoneLeft({ ...at, inventory }, ports)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining('is NORMAL, but is not seen to let clients in, now') as string,
  });
});

test('a node that somebody started by hand holds nobody', async () => {
  const again = await startedByHand();
  await requireNoneLeft({ ...at, inventory: again.inventory }, again.ports);
  expect(again.ports.streams.errText()).toBe(
    'run r1 was not finished (10.0.0.1 is part-way (in await-return) by its journal); the node serves, so a new run may begin\n',
  );
});

test.each([
  ['a run that is complete', async () => await rolled()],
  ['no run at all', async () => await simulatedRoll()],
  [
    'a run whose plan is gone, which cannot be resumed',
    async () => {
      const roll = await rolled(dies);
      await roll.files.remove(paths.plan);
      return roll;
    },
  ],
  [
    'a node that is not in the inventory any more',
    async () => {
      const roll = await rolled(dies);
      const nodes = roll.inventory.nodes.slice(1);
      return { ...roll, inventory: { ...roll.inventory, nodes } };
    },
  ],
])('%s holds nobody', async (_, made) => {
  const { inventory, ports } = await made();
  await requireNoneLeft({ ...at, inventory }, ports);
});

test('a cluster that somebody rolls is told before anything is asked of it; a free one is not held', async () => {
  const { inventory, ports, files } = await simulatedRoll();
  await requireNoRoll({ ...at, inventory }, ports);
  await files.writeText(
    '/state/sim/lock',
    '{"runId":"r0","hostname":"elsewhere","pid":1,"since":0}',
  );
  await expect(requireNoRoll({ ...at, inventory }, ports)).rejects.toMatchObject({
    exitCode: 6,
    hint: expect.stringContaining('`ringward upgrade status --inventory my.yaml`') as string,
  });
});
