import { expect, test } from 'vitest';
import { isDecided, standingOf } from '../../src/execute/standing.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { missing, oneContext, seen } from '../steps/one-context.ts';

const setsMode: PlannedStep = {
  kind: 'storage-compatibility',
  params: { mode: 'UPGRADING', timeoutMs: 1 },
};
const inMode = (mode: string) => seen({ values: { storage_compatibility_mode: mode } });

async function standing(settings: unknown, steps = [setsMode], targetVersion?: string) {
  const { answering } = oneContext(targetVersion === undefined ? {} : { targetVersion });
  const context = answering((source) => (source === 'settings' ? settings : undefined));
  return await standingOf({ ...context, node: { ...context.node, steps } });
}

test('in the mode that the roll sets it is done, in another it is not', async () => {
  const done = await standing(inMode('UPGRADING'));
  expect(done).toMatchObject({ kind: 'seen', already: 'in UPGRADING' });
  expect([isDecided(done, false), isDecided(done, true)]).toEqual([true, true]);
  const behind = await standing(inMode('CASSANDRA_4'));
  expect(behind).not.toHaveProperty('already');
  expect([isDecided(behind, false), isDecided(behind, true)]).toEqual([false, true]);
});

test('a mode that is not seen is neither', async () => {
  const unseen = await standing(missing('no answer'));
  expect(unseen).toEqual({
    kind: 'unknown',
    reason: 'whether it is done already is not known: its storage mode is not seen: no answer',
  });
  expect([isDecided(unseen, false), isDecided(unseen, true)]).toEqual([false, false]);
});

test('by its release: there, or not; a restart has nothing to be', async () => {
  expect(await standing(undefined, [], '4.1.10')).toMatchObject({ already: 'runs 4.1.10' });
  expect(await standing(undefined, [], '5.0.8')).not.toHaveProperty('already');
  expect(await standing(undefined, [])).not.toHaveProperty('already');
});

test('the release that is asked for without the mode is not enough', async () => {
  const both = (mode: string) => standing(inMode(mode), [setsMode], '4.1.10');
  expect(await both('CASSANDRA_4')).not.toHaveProperty('already');
  expect(await both('UPGRADING')).toMatchObject({ already: 'in UPGRADING' });
});
