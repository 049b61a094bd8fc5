import { expect, test } from 'vitest';
import { notCarriedOver } from '../../src/rehearse/carried-over.ts';
import { twinOf } from '../../src/rehearse/twin.ts';
import { clusterOf, start } from '../simulate/simulated.ts';
import { failing, foundIn, nearlyFull, task, twinFrom, working } from './twin-from.ts';

test('what the twin has not is said', async () => {
  const odd = { ...task, totalBytes: 0 };
  const state = working(() => ({ compactions: [task, odd] }));
  const { plan, sight, twin } = await twinFrom({
    ...state,
    faults: [{ kind: 'nodetool-hangs', node: '10.0.0.3' }],
  });
  const { all: words, wouldHold } = notCarriedOver(sight.series, twin, plan);
  expect(wouldHold).toEqual([expect.stringMatching(/^10\.0\.0\.3 was not seen/)]);
  expect(words).toContainEqual(
    expect.stringMatching(/^10\.0\.0\.3 was not seen by status, .*: there it is as a quiet node$/),
  );
  expect(words).toContainEqual(expect.stringMatching(/^how fast compactions move/));
});

test('compactions that failed before, and fail no more as far as was seen, are said and hold no run', async () => {
  const over = failing('no-space', { from: start - 600_000, until: start - 60_000 });
  const { plan, sight, twin } = await twinFrom(clusterOf({}, [over]), 90_000);
  expect(notCarriedOver(sight.series, twin, plan)).toEqual({
    all: [
      'stalled-compaction FAILING of 10.0.0.2: compactions fail: there is not enough space on the disk; its log alone tells of it',
    ],
    wouldHold: [],
  });
});

test('a finding that the twin has not would hold a run, but not one that the plan cures', async () => {
  const { plan, sight } = await twinFrom(nearlyFull);
  const healthy = twinOf(plan, (await twinFrom(clusterOf())).sight, 7);
  const { all, wouldHold } = notCarriedOver(sight.series, healthy, plan);
  expect(wouldHold).toEqual([expect.stringMatching(/^disk-space of 10\.0\.0\.2: /)]);
  expect(all).toEqual(wouldHold);
  const baseline = foundIn(sight.series, plan.limits).map((key) => key.replace(/\|\w+$/, ''));
  const curing = { ...plan, cures: ['disk-space'], baseline };
  expect(notCarriedOver(sight.series, healthy, curing).wouldHold).toEqual([]);
});

test('a twin keeps no hints where its node keeps none', async () => {
  const { plan, sight, twin, onTwin } = await twinFrom(
    clusterOf({}, [{ kind: 'hints-off', node: '10.0.0.2' }]),
  );
  expect(foundIn(sight.series, plan.limits)).toEqual(['hinted-handoff|OFF|10.0.0.2||warning']);
  expect(notCarriedOver(sight.series, twin, plan)).toEqual({ all: [], wouldHold: [] });
  expect(foundIn(onTwin, plan.limits)).toEqual(['hinted-handoff|OFF|10.0.0.2||warning']);
});
