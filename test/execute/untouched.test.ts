import { expect, test } from 'vitest';
import { writeControl } from '../../src/execute/control.ts';
import { partWay } from '../../src/execute/part-way.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { byHand } from './faulted-roll.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

const node = '10.0.0.1';

/** Left at its gates, with its packages fetched and its snapshot taken: one of its peers was down. */
async function heldAtItsGates() {
  const roll = await simulatedRoll();
  const held = rollOn(roll.cluster.state(), roll.plan);
  await byHand(held, 'stop', '10.0.0.3');
  const failure = await held.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 3 });
  const left = { [paths.journal]: held.files.textOf(paths.journal) ?? '' };
  return { ...roll, left };
}

const kindsBegun = (events: readonly UpgradeEvent[]) =>
  events.flatMap((event) => (event.type === 'step-started' ? [event.kind] : []));

test('a node that was only got ready is taken by its gates, also when it does not answer CQL', async () => {
  const { cluster, plan, left } = await heldAtItsGates();
  const again = rollOn(cluster.state(), plan, left);
  const [{ nodetool } = { nodetool: [] }] = again.inventory.nodes;
  await again.ports.runner.run({ node, argv: [...nodetool, 'disablebinary'], timeoutMs: 60_000 });
  const failure = await again.resume().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('no node is part-way') as string,
  });
  expect(kindsBegun(again.events())).not.toContain('drain');
  expect(again.cluster.state().nodes.map(({ stops }) => stops)).toEqual([0, 0, 0]);
});

test('what was got ready for it is got ready anew', async () => {
  const { cluster, plan, left } = await heldAtItsGates();
  const again = rollOn(cluster.state(), plan, left);
  const before = kindsBegun(again.events());
  expect(before).toEqual(['fetch', 'snapshot']);
  await again.resume();
  expect(kindsBegun(again.events()).slice(2, 5)).toEqual(['fetch', 'snapshot', 'quiesce']);
});

test('a pause that was asked for while it was got ready comes before its gates', async () => {
  const roll = await simulatedRoll();
  const { files } = roll;
  const emitted = roll.ports.runner.run.bind(roll.ports.runner);
  roll.ports.runner.run = async (request) => {
    if (request.argv.includes('snapshot'))
      await writeControl(files, paths, { asked: 'pause', approved: [] });
    return await emitted(request);
  };
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 7 });
  expect(kindsBegun(roll.events())).toEqual(['fetch', 'snapshot']);
});

test('a step that is done again undoes what came after it: a node closed anew is part-way', () => {
  const step = (type: 'step-started' | 'step-ended', index: number, kind: 'quiesce' | 'drain') => ({
    ...{ at: 1, node, step: index, kind },
    ...(type === 'step-started'
      ? { type }
      : { type, outcome: { kind: 'refused', reason: 'taken up again' } as const }),
  });
  const events: readonly UpgradeEvent[] = [
    { at: 0, type: 'node-started', node, generation: 1 },
    step('step-started', 1, 'drain'),
    step('step-ended', 1, 'drain'),
    step('step-started', 0, 'quiesce'),
  ];
  const steps = [
    { kind: 'quiesce', params: { timeoutMs: 1, then: 'refuse' } },
    { kind: 'drain', params: { timeoutMs: 1, onTimeout: 'fail' } },
  ] as const;
  const nodes = [{ address: node, steps, commands: {} }];
  const progress = events.reduce(applyEvent, noProgress);
  expect(partWay({ nodes } as never, progress)?.text).toContain(`${node} is part-way (in quiesce)`);
  expect(partWay({ nodes } as never, events.slice(0, 3).reduce(applyEvent, noProgress))).toBe(
    undefined,
  );
});
