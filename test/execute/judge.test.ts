import { expect, test } from 'vitest';
import { stalledCompaction } from '../../src/detect/stalled-compaction.ts';
import { createJudge, type JudgeParts } from '../../src/execute/judge.ts';
import type { Look } from '../../src/execute/sight.ts';
import type { Detector } from '../../src/model/detector.ts';
import { noProgress } from '../../src/model/event.ts';
import type { Gate, GateSubject, GateView } from '../../src/model/gate.ts';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { Snapshot, SourceId } from '../../src/model/snapshot.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { clusterOf } from '../simulate/simulated.ts';
import { addresses, planOf } from './small-roll.ts';

const plan = planOf(clusterOf({ vnodes: 16 }), '5.0.8');

const subject: GateSubject = {
  address: '10.0.0.2',
  hostId: plan.nodes[1]?.hostId ?? '',
  dc: 'dc1',
  rack: 'rack1',
  tokenCount: 16,
};

const rings: readonly KeyspaceRing[] = [
  { keyspace: { name: 'shop', replication: { kind: 'simple', rf: 3 } }, ranges: [] },
];

/** A judge over looks that a test shapes; `asked` tells what was asked of whom. */
function world(
  gates: readonly Gate[],
  detectors: readonly Detector[] = [],
  more: Partial<JudgeParts> = {},
) {
  const clock = fakeClock();
  const asked: {
    readonly of: Readonly<Record<string, readonly SourceId[]>>;
    readonly rings: boolean;
  }[] = [];
  let tokens = 16;
  const look: Look = (needs, withRings) => {
    asked.push({
      of: Object.fromEntries(addresses.map((each) => [each, [...needs(each)]])),
      rings: withRings,
    });
    return Promise.resolve(snapshotWith(tokens, withRings));
  };
  const progress = () => ({ ...noProgress, done: ['10.0.0.1'] });
  let alertsAsked = 0;
  const alerts = () => {
    alertsAsked += 1;
    return Promise.resolve({ kind: 'seen', at: 5, value: [] } as const);
  };
  const parts = { look, lookAt: () => look, gates, detectors, clock, progress, alerts, ...more };
  const judge = createJudge({ plan, ...parts });
  return { judge, alertsAsked: () => alertsAsked, asked, moveTopology: () => void (tokens = 8) };
}

function snapshotWith(tokens: number, withRings: boolean): Snapshot {
  const at = 5;
  const row = {
    liveness: 'up',
    state: 'normal',
    loadBytes: 1,
    tokens,
    dc: 'dc1',
    rack: 'r1',
  } as const;
  const rows = plan.nodes.map(({ address, hostId }) => ({ ...row, address, hostId }));
  const keyspaces = [{ name: 'shop', replication: { kind: 'simple', rf: 3 } as const }];
  return {
    at,
    nodes: addresses.map((address) => ({
      address,
      sources: {
        status: { kind: 'seen', at, value: { rows } },
        keyspaces: { kind: 'seen', at, value: { keyspaces } },
      },
    })),
    ...(withRings ? { rings: { kind: 'seen', at, value: rings } } : {}),
  };
}

/** Passes and remembers what it was shown. */
function spyGate(id: string, traits: Partial<Gate> = {}) {
  const views: GateView[] = [];
  const gate: Gate = {
    id,
    title: id,
    needs: ['status', 'keyspaces'],
    judge: (view) => {
      views.push(view);
      return { kind: 'pass' };
    },
    ...traits,
  };
  return { gate, views };
}

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

test('alerts are asked for when a gate wants them, and never in a rehearsal', async () => {
  const plain = spyGate('plain');
  const { gate, views } = spyGate('alerts', { needsAlerts: true });
  const asking = world([plain.gate, gate]);
  await asking.judge(['plain'], subject, 'all');
  expect(asking.alertsAsked()).toBe(0);
  await asking.judge(['alerts'], subject, 'all');
  expect(asking.alertsAsked()).toBe(1);
  const rehearsing = world([gate], [], { isRehearsal: true });
  await rehearsing.judge(['alerts'], subject, 'all');
  expect(rehearsing.alertsAsked()).toBe(0);
  expect(views).toMatchObject([{ alerts: { kind: 'seen' } }, { isRehearsal: true }]);
  expect(views[1]?.alerts).toBeUndefined();
});

test('what a node takes is what it took, once one is done', async () => {
  const maintenanceWindow = { days: ['mon'], from: '01:00', to: '05:00', timezone: 'UTC' } as const;
  const windowed = { ...plan, maintenanceWindow };
  const before = spyGate('one');
  await world([before.gate], [], { plan: windowed, progress: () => noProgress }).judge(
    ['one'],
    subject,
    'all',
  );
  expect(before.views[0]?.window?.takes.because).toBe('the limits of its steps');
  const done = {
    state: 'done',
    takenAt: 0,
    generationBefore: 1,
    steps: {},
    workedMs: 90_000,
  } as const;
  const progress = () => ({
    ...noProgress,
    done: ['10.0.0.1'],
    newest: { address: '10.0.0.1', node: done },
  });
  const after = spyGate('one');
  await world([after.gate], [], { plan: windowed, progress }).judge(['one'], subject, 'all');
  expect(after.views[0]?.window?.takes).toEqual({
    ms: 90_000,
    because: 'the node done in this roll',
  });
});
