import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { upgradeSSTables } from '../../src/steps/upgradesstables.ts';
import { address as node, missing, oneContext, seen } from './one-context.ts';

const params = { timeoutMs: 3_600_000, jobs: 2, unseen: 'refuse' } as const;
const command = 'nodetool upgradesstables -j 2';
const goesOn =
  'the node serves as before, and may go on rewriting: look with `nodetool compactionstats`';

const fails = (code: number): Fault => ({
  ...{ kind: 'does-nothing', node, command: 'upgradesstables' },
  how: { code, says: 'Aborted upgrading sstables for at least one table in keyspace app' },
});

test('rewrites while the node serves, and says how far it is', async () => {
  const { context, said, rewrite, mode } = oneContext();
  expect(await upgradeSSTables.isDone(context)).toBe(false);
  expect(await upgradeSSTables.run(params, context)).toEqual({
    kind: 'done',
    note: 'by the word of nodetool; the inventory does not say where its files are',
  });
  expect(rewrite()).toBeDefined();
  expect(mode()).toBe('NORMAL');
  expect(said).toContainEqual(expect.stringMatching(/^rewriting app\.events \d+ %$/));
});

test('what an earlier part of the run left at work is waited for, and nothing is begun beside it', async () => {
  const { context, said, byHand, rewrite, clock } = oneContext();
  void byHand(command);
  await clock.sleep(10_000);
  const begun = rewrite();
  expect((await upgradeSSTables.run(params, context)).kind).toBe('done');
  expect(rewrite()).toEqual(begun);
  expect(said[0]).toMatch(/^found at work already: rewriting app\.events \d+ %$/);
  expect(clock.now()).toBeGreaterThan(begun?.doneAt ?? Infinity);
});

test('leaving does not end what the node has begun', async () => {
  const { context, abort, rewrite, clock } = oneContext();
  void clock.sleep(30_000).then(abort);
  await expect(upgradeSSTables.run(params, context)).rejects.toThrow('stop');
  expect(rewrite()?.doneAt).toBeGreaterThan(clock.now());
});

test('is not over at its limit: the node goes on, and that is said; then found at work', async () => {
  const { context } = oneContext();
  const short = { ...params, timeoutMs: 60_000 };
  expect(await upgradeSSTables.run(short, context)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(
      /did not end within [\d.]+ s; the node serves as before/,
    ) as unknown,
  });
  expect(await upgradeSSTables.run(short, context)).toEqual({
    kind: 'refused',
    reason: `not over at its limit; ${goesOn}`,
  });
});

test('nodetool that failed is told, with what it said', async () => {
  const { context } = oneContext({ faults: [fails(2)] });
  expect(await upgradeSSTables.run(params, context)).toEqual({
    kind: 'refused',
    reason: `\`${command}\` ended with exit code 2; ${goesOn}`,
    tail: 'Aborted upgrading sstables for at least one table in keyspace app',
  });
});

test('nothing is begun while it is not seen what runs', async () => {
  const world = oneContext();
  const context = world.answering((source) =>
    source === 'compactionstats' ? missing('no answer') : undefined,
  );
  expect(await upgradeSSTables.run(params, context)).toEqual({
    kind: 'refused',
    reason: 'what is rewritten is not seen: no answer',
  });
  expect(world.rewrite()).toBeUndefined();
});

describe('room', () => {
  const gib = 1024 ** 3;
  const free = (freeGiB: number) => (source: string) => {
    const totalBytes = 1_000 * gib;
    if (source === 'file-systems') {
      const mounts = [{ device: 'sda', mount: '/data', totalBytes, availableBytes: freeGiB * gib }];
      return seen({ mounts });
    }
    if (source === 'status') return seen({ rows: [{ address: node, loadBytes: 300 * gib }] });
    if (source !== 'disk-usage') return undefined;
    return seen({ tables: [10, 200, 40].map((size) => ({ mebibytes: size * 1024 })) });
  };

  test('for the largest tables that are rewritten at once', async () => {
    const world = oneContext();
    expect(await upgradeSSTables.run(params, world.answering(free(339)))).toEqual({
      kind: 'refused',
      reason:
        'no room to rewrite: the 2 largest tables have 240.0 GiB, 339.0 GiB of 1000.0 GiB are free on /data, and 100.0 GiB (10 %) are to stay so',
    });
    expect(world.rewrite()).toBeUndefined();
    expect((await upgradeSSTables.run(params, world.answering(free(340)))).kind).toBe('done');
  });

  test('for all of them, where a snapshot holds what is replaced', async () => {
    const world = oneContext();
    await world.byHand('nodetool snapshot -t ringward-r0');
    expect(await upgradeSSTables.run(params, world.answering(free(399)))).toMatchObject({
      reason: expect.stringContaining(
        'snapshots (ringward-r0) hold what is replaced, 300.0 GiB, 399.0 GiB of 1000.0 GiB are free',
      ) as unknown,
    });
  });

  test('that is not seen: refused, unless the playbook goes on', async () => {
    const world = oneContext();
    const context = world.answering((source) =>
      source === 'disk-usage' ? missing('not offered by 3.11.19', 'unsupported') : undefined,
    );
    expect(await upgradeSSTables.run(params, context)).toEqual({
      kind: 'refused',
      reason:
        'whether there is room to rewrite is not known: the size of its tables is not seen: not offered by 3.11.19; a playbook may declare `unseen: go-on`',
    });
    const goOn = await upgradeSSTables.run({ ...params, unseen: 'go-on' }, context);
    expect(goOn.kind).toBe('done');
  });
});

describe('files', () => {
  /** Of the format big, but for `da`. */
  const files = (...versions: readonly string[]) =>
    seen({
      versions: versions.map((version) => {
        const format = version === 'da' ? 'bti' : 'big';
        return { version, format, count: 2, example: `/data/${version}-1-${format}-Data.db` };
      }),
    });
  const run = async (...answers: readonly unknown[]) => {
    const left = [...answers];
    const context = oneContext().answering((source) =>
      source === 'sstable-files' ? (left.length > 1 ? left.shift() : left[0]) : undefined,
    );
    return await upgradeSSTables.run(params, context);
  };

  test('of one version: done', async () => {
    expect(await run(files('oa'))).toEqual({ kind: 'done', note: 'its data folders have oa-big' });
  });

  test('that were replaced go a little later', async () => {
    expect(await run(files('nb', 'oa'), files('nb', 'oa'), files('oa'))).toMatchObject({
      kind: 'done',
    });
  });

  test('of an older version that stay: not done, whatever nodetool says', async () => {
    expect(await run(files('nb', 'oa'))).toEqual({
      kind: 'refused',
      reason: '2 SSTables are left in nb-big: /data/nb-1-big-Data.db',
    });
  });

  test('of before 5.0 beside those of bti: left; those of 5.0 stay as nodetool leaves them', async () => {
    expect(await run(files('nb', 'da'))).toEqual({
      kind: 'refused',
      reason: '2 SSTables are left in nb-big: /data/nb-1-big-Data.db',
    });
    expect(await run(files('oa', 'da'))).toEqual({
      kind: 'done',
      note: 'its data folders have oa-big, da-bti',
    });
  });

  test('that are not seen: not known to be done', async () => {
    expect(await run(missing('find: no'))).toEqual({
      kind: 'refused',
      reason: 'which SSTables are left is not seen: find: no',
    });
  });
});
