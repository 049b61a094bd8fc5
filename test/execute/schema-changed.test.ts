import { expect, test } from 'vitest';
import { simulatedRoll } from '../simulate/simulated-roll.ts';

/** A restart, with a table more once its first node is stopped. */
async function changedMeanwhile() {
  const roll = await simulatedRoll({ playbook: 'rolling-restart' });
  const run = roll.ports.runner.run.bind(roll.ports.runner);
  roll.ports.runner.run = async (request) => {
    const result = await run(request);
    const state = roll.cluster.state();
    const isStopped = state.nodes[0]?.stops === 1 && state.nodes[1]?.stops === 0;
    const isChanged = state.keyspaces.some(({ tables }) => tables.includes('late'));
    if (isStopped && !isChanged) roll.cluster.change({ ...state, keyspaces: withTable(state) });
    return result;
  };
  return roll;
}

type State = ReturnType<Awaited<ReturnType<typeof simulatedRoll>>['cluster']['state']>;

function withTable({ keyspaces }: State): State['keyspaces'] {
  return keyspaces.map((each) =>
    each.name === 'app' ? { ...each, tables: [...each.tables, 'late'] } : each,
  );
}

test('a table made while the first node is down holds the roll before the next stop; told once, resume goes on', async () => {
  const roll = await changedMeanwhile();
  await expect(roll.run()).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(
      /^10\.0\.0\.2: not stopped: gate schema-unchanged: the schema of 4\.1 was changed, from version \S+ to \S+ since/,
    ) as string,
    hint: 'mend the cause, then: ringward upgrade resume r1',
  });
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 0, 0]);
  await roll.resume();
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 1, 1]);
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
});
