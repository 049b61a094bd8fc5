import { expect, test } from 'vitest';
import { stalledCompaction } from '../../src/detect/stalled-compaction.ts';
import type { Detector } from '../../src/model/detector.ts';
import { labLimits } from '../../src/model/limits.ts';
import { rings, spyGate, subject, world } from './judge-world.ts';
import { addresses } from './small-roll.ts';

test('where findings hold a roll all is asked that detectors judge by, what they only follow, too', async () => {
  const { gate } = spyGate('one', { needs: [], needsFindings: true });
  const { judge, asked } = world([gate], [stalledCompaction]);
  await judge(['one'], subject, 'all');
  expect(asked[0]?.of[subject.address]).toContain('compactionstats');
  expect(asked[0]?.of[subject.address]).toContain('compaction-stacks');
});

test('every gate of one call sees one snapshot; only what they need is asked', async () => {
  const one = spyGate('one', { needs: ['status'] });
  const two = spyGate('two', { needs: ['cql-local'], needsOfSubject: ['netstats'] });
  const { judge, asked } = world([one.gate, two.gate]);
  const judgements = await judge(['one', 'two'], subject, 'all');
  expect(judgements).toEqual([
    { gate: 'one', verdict: { kind: 'pass' } },
    { gate: 'two', verdict: { kind: 'pass' } },
  ]);
  expect(one.views[0]?.snapshot).toBe(two.views[0]?.snapshot);
  expect(asked).toEqual([
    {
      of: {
        '10.0.0.1': ['status', 'cql-local'],
        '10.0.0.2': ['status', 'cql-local', 'netstats'],
        '10.0.0.3': ['status', 'cql-local'],
      },
      rings: false,
    },
  ]);
});

test('the view holds what the plan says', async () => {
  const { gate, views } = spyGate('one');
  await world([gate]).judge(['one'], subject, 'all');
  expect(views[0]).toMatchObject({
    members: addresses,
    done: ['10.0.0.1'],
    limits: labLimits,
    subject,
  });
  expect(views[0]?.topology.planned).toBe('t1');
});

test('replica sets are read once and kept as long as the topology stays the same', async () => {
  const { gate, views } = spyGate('ranges', { needsRings: true });
  const { judge, asked, moveTopology } = world([gate]);
  await judge(['ranges'], subject, 'all');
  await judge(['ranges'], subject, 'all');
  expect(asked.map((each) => each.rings)).toEqual([true, false]);
  expect(views.map((view) => view.rings)).toEqual([rings, rings]);
  moveTopology();
  await judge(['ranges'], subject, 'all');
  expect(views[2]?.rings).toBeUndefined();
  await judge(['ranges'], subject, 'all');
  expect(asked.at(-1)?.rings).toBe(true);
  expect(views[3]?.rings).toBe(rings);
});

test('detectors run only for gates that need findings, and see the looks as a series', async () => {
  const lengths: number[] = [];
  const detector: Detector = {
    id: 'd',
    title: 'd',
    needs: ['tpstats'],
    follows: [],
    detect: (series) => {
      lengths.push(series.length);
      const finding = {
        detector: 'd',
        severity: 'warning',
        node: 'n',
        summary: 's',
        evidence: [],
        advice: [],
      } as const;
      return { detector: 'd', findings: [finding], missing: [] };
    },
  };
  const plain = spyGate('plain');
  const full = spyGate('full', { needsFindings: true });
  const { judge, asked } = world([plain.gate, full.gate], [detector]);
  await judge(['plain'], subject, 'all');
  expect(lengths).toEqual([]);
  await judge(['full'], subject, 'all');
  await judge(['full'], subject, 'all');
  expect(lengths).toEqual([1, 2]);
  expect(full.views[0]?.findings).toHaveLength(1);
  expect(asked[1]?.of['10.0.0.1']).toContain('tpstats');
});

test('a gate that does not exist never passes', async () => {
  expect(await world([]).judge(['gone'], subject, 'all')).toEqual([
    { gate: 'gone', verdict: { kind: 'refuse', reason: 'no such gate' } },
  ]);
});

test('a gate with a limit of its own brings it, by the name the inventory has for it', async () => {
  const { gate } = spyGate('hints', { ownLimit: 'hintsWaitMs' });
  expect(await world([gate]).judge(['hints'], subject, 'all')).toEqual([
    {
      gate: 'hints',
      verdict: { kind: 'pass' },
      limit: { name: 'hintsWait', ms: labLimits.hintsWaitMs },
    },
  ]);
});

test('the view says what is not as the plan has it', async () => {
  const { gate, views } = spyGate('one', { needsTopology: true });
  const { judge, moveTopology } = world([gate]);
  moveTopology();
  await judge(['one'], subject, 'all');
  expect(views[0]?.topology.changed).toContain('10.0.0.1 has number of tokens 8, it was 16');
});
