import { describe, expect, test } from 'vitest';
import type { DoesNothing, Fault } from '../../src/simulate/fault.ts';
import { clearSnapshot } from '../../src/steps/clear-snapshot.ts';
import { snapshot } from '../../src/steps/snapshot.ts';
import { address as node, missing, oneContext, seen } from './one-context.ts';

const params = { timeoutMs: 60_000, unseen: 'refuse' } as const;
const gib = 1024 ** 3;

const failing = (command: 'snapshot' | 'clearsnapshot', how: DoesNothing): Fault => ({
  ...{ kind: 'does-nothing', node, command, how },
});

/** One file system with so much room. */
const disk = (freeGiB: number) => (source: string) =>
  source === 'file-systems'
    ? seen({ mounts: [mount('/big', 900), mount('/data', freeGiB)] })
    : source === 'status'
      ? seen({ rows: [{ address: node, loadBytes: 60 * gib }] })
      : undefined;
const mount = (name: string, freeGiB: number) => ({
  ...{ device: name, mount: name, totalBytes: 100 * gib, availableBytes: freeGiB * gib },
});

describe('a snapshot', () => {
  test('is taken under the name of the run; a name that is listed is not taken for a whole one', async () => {
    const { context, snapshots } = oneContext();
    expect(await snapshot.isDone(context)).toBe(false);
    expect(await snapshot.run(params, context)).toEqual({ kind: 'done', note: 'ringward-r1' });
    expect(snapshots()).toEqual(['ringward-r1']);
    expect(await snapshot.isDone(context)).toBe(false);
  });

  test('that an earlier part of the run has left is taken anew, and other snapshots stay', async () => {
    const { context, byHand, snapshots } = oneContext();
    await byHand('nodetool snapshot -t ringward-r1', 'nodetool snapshot -t mine');
    expect((await snapshot.run(params, context)).kind).toBe('done');
    expect(snapshots()).toEqual(['mine', 'ringward-r1']);
  });

  test('that is left and cannot be cleared is told', async () => {
    const faults = [failing('clearsnapshot', { code: 1, says: '' })];
    const { context, byHand } = oneContext({ faults });
    await byHand('nodetool snapshot -t ringward-r1');
    expect(await snapshot.run(params, context)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(
        '`nodetool snapshot -t ringward-r1` ended with exit code 2; ringward-r1 is listed',
      ) as unknown,
    });
  });

  test('is refused where it may come to pin more than the disk has, with the figures', async () => {
    const { answering, snapshots } = oneContext();
    expect(await snapshot.run(params, answering(disk(69)))).toEqual({
      kind: 'refused',
      reason:
        'no room for a snapshot: it may come to pin all tables, 60.0 GiB, 69.0 GiB of 100.0 GiB are free on /data, and 10.0 GiB (10 %) are to stay so',
    });
    expect(snapshots()).toEqual([]);
    expect((await snapshot.run(params, answering(disk(70)))).kind).toBe('done');
  });

  test.each([
    ['file-systems', missing('no df'), 'its disks are not seen: no df'],
    ['file-systems', seen({ mounts: [] }), 'no file system of its data folders was seen'],
    ['status', missing('no answer'), 'the size of its tables is not seen: no answer'],
    ['status', seen({ rows: [] }), 'its own ring does not say the size of its tables'],
  ])(
    'is refused while the room is not known (%s), unless the playbook goes on',
    async (source, answer, why) => {
      const { answering, snapshots } = oneContext();
      const context = answering((asked) => (asked === source ? answer : undefined));
      expect(await snapshot.run(params, context)).toEqual({
        kind: 'refused',
        reason: `whether there is room for a snapshot is not known: ${why}`,
      });
      expect(snapshots()).toEqual([]);
      const goOn = await snapshot.run({ ...params, unseen: 'go-on' }, context);
      expect(goOn).toEqual({ kind: 'done', note: `ringward-r1; ${why}` });
    },
  );

  test('is taken where nobody can ask for the room: commands run elsewhere, and the note says so', async () => {
    const { answering, snapshots } = oneContext();
    const elsewhere = missing('the node runs on a, commands run on b', 'unsupported');
    const context = answering((asked) => (asked === 'file-systems' ? elsewhere : undefined));
    expect(await snapshot.run(params, context)).toEqual({
      kind: 'done',
      note: 'ringward-r1; its disks are not seen: the node runs on a, commands run on b',
    });
    expect(snapshots()).toEqual(['ringward-r1']);
  });

  test.each<[DoesNothing, string]>([
    [{ code: 2, says: 'disk full' }, 'ended with exit code 2'],
    ['hangs', 'did not end within 60 s'],
    // Told that all is well.
    [{ code: 0, says: '' }, 'ended with exit code 0'],
  ])('that is not listed is not believed: %j', async (how, what) => {
    const { context } = oneContext({ faults: [failing('snapshot', how)] });
    expect(await snapshot.run(params, context)).toMatchObject({
      kind: 'refused',
      reason: `\`nodetool snapshot -t ringward-r1\` ${what}; ringward-r1 is not listed; the node serves as before; \`nodetool clearsnapshot -t ringward-r1\` removes what there is of it, so that resume takes it anew`,
    });
  });

  test('is not known to be there while listsnapshots is not understood', async () => {
    const { context } = oneContext({ faults: [{ kind: 'nodetool-says', node, how: 'garbage' }] });
    const goOn = await snapshot.run({ ...params, unseen: 'go-on' }, context);
    expect(goOn).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('nodetool listsnapshots is not understood') as unknown,
    });
    expect(await snapshot.isDone(context)).toBe(false);
  });
});

describe('clear-snapshot', () => {
  const limit = { timeoutMs: 60_000 };
  const taken = ['ringward-r0', 'ringward-r1', 'mine'].map((tag) => `nodetool snapshot -t ${tag}`);

  test('removes what runs have taken, and nothing else', async () => {
    const { context, byHand, snapshots } = oneContext();
    await byHand(...taken);
    expect(await clearSnapshot.isDone(context)).toBe(false);
    expect(await clearSnapshot.run(limit, context)).toEqual({
      kind: 'done',
      note: 'removed ringward-r0, ringward-r1',
    });
    expect(snapshots()).toEqual(['mine']);
    expect(await clearSnapshot.isDone(context)).toBe(true);
  });

  test('a name with more in it than a run gives becomes no argument', async () => {
    const { context, byHand, snapshots } = oneContext();
    await byHand('nodetool snapshot -t ringward-x;reboot');
    expect(await clearSnapshot.isDone(context)).toBe(true);
    expect(snapshots()).toEqual(['ringward-x;reboot']);
  });

  test.each<[number, string]>([
    [1, '`nodetool clearsnapshot -t ringward-r0` ended with exit code 1'],
    [0, 'still listed: ringward-r0, ringward-r1'],
  ])('a command that removes nothing (exit %i) is told', async (code, reason) => {
    const world = oneContext({ faults: [failing('clearsnapshot', { code, says: '' })] });
    await world.byHand(...taken);
    expect(await clearSnapshot.run(limit, world.context)).toMatchObject({
      kind: 'refused',
      reason,
    });
    expect(world.snapshots()).toHaveLength(3);
  });

  test('what is not listed is not taken for nothing', async () => {
    const { context } = oneContext({ faults: [{ kind: 'nodetool-hangs', node }] });
    const reason = '`nodetool listsnapshots` did not end within 60 s';
    expect(await clearSnapshot.isDone(context)).toBe(false);
    expect(await clearSnapshot.run(limit, context)).toEqual({ kind: 'refused', reason });
  });
});
