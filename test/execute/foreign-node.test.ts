import { expect, test } from 'vitest';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { failureOf } from './faulted-roll.ts';

const foreign = { address: '10.0.0.9', hostId: '99999999-0000-4000-8000-000000000000' };

test('a node that has come since may leave again, or stay: both ways are said, and the journal keeps it', async () => {
  const { plan, cluster, clock } = await simulatedRoll();
  const state = { ...cluster.state(), at: clock.now() };
  const [first] = state.nodes;
  if (!first) throw new Error('no node');
  const came = { ...first, ...foreign, tokens: first.tokens.map((token) => `${token}1`) };
  const roll = rollOn({ ...state, nodes: [...state.nodes, came] }, plan);
  const failure = await failureOf(roll.run());
  expect(failure).toMatchObject({
    message: expect.stringContaining('in the ring but not in the plan: 10.0.0.9') as string,
    hint: 'mend the cause, then: ringward upgrade resume r1; or, if that is to stay as it is, by a new plan: ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8',
  });
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', newPlan: 'possible' });
  // Gone again, it holds nobody.
  const files = { [journal]: roll.files.textOf(journal) ?? '' };
  const again = rollOn(state, plan, files);
  await again.resume();
  expect(again.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(again.events().at(-1)).not.toHaveProperty('newPlan');
});

const journal = '/state/sim/runs/r1/journal.ndjson';
