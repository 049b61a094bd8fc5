import { expect, test } from 'vitest';
import { addresses, fakeRun } from './fake-run.ts';

/** How many records an uninterrupted run writes. */
async function countRecords(): Promise<number> {
  const { run, events } = fakeRun();
  await run();
  return events().length;
}

type Death = 'before its next act' | 'after its next act, before the next record';

/** Runs until the journal holds `records`, then dies. A dead process writes and does nothing more. */
async function crashAt(records: number, death: Death) {
  const world = fakeRun();
  const { files, paths, nodes } = world;
  const dieIfDue = () => {
    if (world.events().length >= records) throw new Error('killed');
  };
  const open = files.openAppend.bind(files);
  files.openAppend = async (path, mode) => {
    const file = await open(path, mode);
    return {
      ...file,
      async append(text) {
        dieIfDue();
        await file.append(text);
      },
    };
  };
  if (death === 'before its next act') {
    nodes.fault('', () => {
      dieIfDue();
      return undefined;
    });
  }
  await expect(world.run()).rejects.toThrow('killed');
  files.openAppend = open;
  nodes.heal();
  // The dead process cannot have released its lock, nor written how it ended.
  const lock = { runId: 'r1', pid: 7, hostname: 'here', command: 'gone', since: 0 };
  await files.createExclusive('/state/fake/lock', JSON.stringify(lock));
  expect(files.textOf(paths.journal)).not.toContain('run-ended');
  return world;
}

const total = await countRecords();

const points = Array.from({ length: total - 2 }, (_, index) => index + 1).flatMap((records) => [
  [records, 'before its next act'] as const,
  [records, 'after its next act, before the next record'] as const,
]);

test.each(points)(
  'killed after record %i, %s: resume ends in the same place, each node stopped once',
  async (records, death) => {
    const { resume, nodes, events } = await crashAt(records, death);
    await resume();
    for (const address of addresses) {
      expect(nodes.node(address)).toMatchObject({
        process: 'running',
        release: '5.0.8',
        mode: 'NORMAL',
        stops: 1,
      });
    }
    expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  },
);

test('the number of crash points is what a run of three nodes and seven steps makes', () => {
  // start + 3 x (before gate, node-started, 7 x 2 steps, after gates, node-done) + end
  expect(total).toBeGreaterThanOrEqual(3 * (1 + 1 + 14 + 1 + 1) + 2);
});
