import { expect, test } from 'vitest';
import { unfinishedRun } from '../../src/cli/unfinished-run.ts';
import { paths, simulatedRoll } from '../simulate/simulated-roll.ts';
import { keptRun } from './kept-run.ts';

const first = '10.0.0.1';
const begun = { at: 2_000, type: 'node-started', node: first, generation: 7 };
const drain = { at: 3_000, type: 'step-started', node: first, step: 3, kind: 'drain' };
const done = { at: 4_000, type: 'node-done', node: first };
const ended = (how: string) => ({ at: 5_000, type: 'run-ended', how, reason: 'why' });

interface Given {
  readonly records?: readonly object[];
  readonly isAlive?: boolean;
  readonly stateDir?: string;
  readonly journal?: string;
}

async function told({ records = [], isAlive = false, stateDir = '/state', journal }: Given) {
  const { files, ports } = await keptRun({ records, isAlive });
  if (journal !== undefined) await files.writeText(paths.journal, journal);
  return await unfinishedRun('sim', { stateDir }, ports);
}

test('a roll that left a node part-way is told, with the command that tells more', async () => {
  expect(await told({ records: [begun, drain, ended('failed')] })).toEqual({
    runId: 'r1',
    text: expect.stringMatching(
      /^ended failed: .+, 0 of 3 nodes done, 10\.0\.0\.1 is part-way \(in drain\) by its journal$/,
    ) as string,
    next: 'ringward upgrade resume r1 --state-dir /state',
  });
});

test('a roll that was refused between two nodes has left two releases behind', async () => {
  const run = await told({ records: [begun, drain, done, ended('refused')] });
  expect(run?.text).toMatch(/^ended refused: .+, 1 of 3 nodes done$/);
});

test('one whose plan cannot go on is not to be resumed', async () => {
  const refused = { ...ended('refused'), newPlan: 'needed' };
  const run = await told({ records: [begun, drain, done, refused] });
  expect(run?.next).toBe('ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8');
});

test('what is left frozen is told, also when no node was touched', async () => {
  const frozen = { at: 1_500, type: 'freeze-started', command: 'freeze' };
  const run = await told({ records: [frozen, ended('refused')] });
  expect(run?.text).toMatch(/, 0 of 3 nodes done, repairs and schema changes stand still$/);
});

test.each([
  [true, /^goes on: .+, 0 of 3 nodes done, 10\.0\.0\.1 is part-way \(in drain\) by its journal$/],
  [false, /^died: .+, 0 of 3 nodes done, 10\.0\.0\.1 is part-way \(in drain\) by its journal$/],
])('a journal without an end, its process alive: %s', async (isAlive, text) => {
  expect((await told({ records: [begun, drain], isAlive }))?.text).toMatch(text);
});

test('one that has only begun is told as well', async () => {
  const run = await told({ isAlive: true });
  expect(run?.text).toMatch(/^goes on: .+, 0 of 3 nodes done$/);
  expect(run?.next).toBe('ringward upgrade status --state-dir /state');
});

test('one that cannot be read is told, and does not keep health from its report', async () => {
  expect((await told({ journal: '' }))?.text).toMatch(/^cannot be read: .+ the journal is empty$/);
});

test.each([
  ['complete', [begun, drain, done, ended('complete')]],
  ['refused before it touched a node', [ended('refused')]],
])('silent: the newest run is %s', async (_, records) => {
  expect(await told({ records })).toBeUndefined();
});

test('silent: the cluster was never rolled', async () => {
  expect(await told({ records: [begun], stateDir: '/elsewhere' })).toBeUndefined();
});

test('silent: nothing says where runs are kept', async () => {
  const { ports } = await simulatedRoll();
  expect(await unfinishedRun('sim', {}, { ...ports, env: {} })).toBeUndefined();
});
