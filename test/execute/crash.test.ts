import { expect, test } from 'vitest';
import { addresses, fakeRun } from './fake-run.ts';

/** How many records an uninterrupted run writes. */
async function countRecords(): Promise<number> {
  const { run, events } = fakeRun();
  await run();
  return events().length;
}

/**
 * Runs until the journal holds `records`, then "dies": before the next record is written, or right
 * after it (its act not begun). A dead process writes and does nothing more.
 */
async function crashAt(records: number) {
  const world = fakeRun();
  const { files, paths } = world;
  const open = files.openAppend.bind(files);
  files.openAppend = async (path, mode) => {
    const file = await open(path, mode);
    return {
      ...file,
      async append(text) {
        if (world.events().length >= records) throw new Error('killed');
        await file.append(text);
      },
    };
  };
  await expect(world.run()).rejects.toThrow();
  files.openAppend = open;
  // The dead process cannot have released its lock, nor written how it ended.
  await files.createExclusive(
    '/state/fake/lock',
    JSON.stringify({ runId: 'r1', pid: 7, hostname: 'here', command: 'gone', since: 0 }),
  );
  expect(files.textOf(paths.journal)).not.toContain('run-ended');
  return world;
}

const total = await countRecords();

test.each(Array.from({ length: total - 2 }, (_, index) => index + 1))(
  'killed after record %i of the journal, resume ends in the same place, each node stopped once',
  async (records) => {
    const { resume, nodes, events } = await crashAt(records);
    await resume();
    expect(addresses.map((address) => nodes.node(address))).toEqual(
      addresses.map(
        () =>
          expect.objectContaining({
            process: 'running',
            release: '5.0.8',
            mode: 'NORMAL',
            stops: 1,
          }) as unknown,
      ),
    );
    expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  },
);

test('the number of crash points is what a run of three nodes and seven steps makes', () => {
  // start + 3 x (before gate, node-started, 7 x 2 steps, after gates, node-done) + end
  expect(total).toBeGreaterThanOrEqual(3 * (1 + 1 + 14 + 1 + 1) + 2);
});
