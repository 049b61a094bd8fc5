import { createJudge, type JudgeParts } from '../../src/execute/judge.ts';
import type { Look } from '../../src/execute/asked.ts';
import { newsBy } from '../../src/execute/whole-look.ts';
import type { Detector } from '../../src/model/detector.ts';
import { noProgress } from '../../src/model/event.ts';
import type { Gate, GateSubject, GateView } from '../../src/model/gate.ts';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import type { Snapshot, SourceId } from '../../src/model/snapshot.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { clusterOf } from '../simulate/simulated.ts';
import { addresses, planOf } from './small-roll.ts';

export const plan = planOf(clusterOf({ vnodes: 16 }), '5.0.8');

export const subject: GateSubject = {
  address: '10.0.0.2',
  hostId: plan.nodes[1]?.hostId ?? '',
  dc: 'dc1',
  rack: 'rack1',
  tokenCount: 16,
};

export const rings: readonly KeyspaceRing[] = [
  { keyspace: { name: 'shop', replication: { kind: 'simple', rf: 3 } }, ranges: [] },
];

/** A judge over looks that a test shapes; `asked` tells what was asked of whom. */
export function world(
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
  const looks = { look, lookAt: () => look, news: newsBy(look) };
  const parts = { ...looks, gates, detectors, clock, progress, alerts, ...more };
  const made = createJudge({ plan, ...parts });
  const judge: typeof made.one = (...about) => made.one(...about);
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
export function spyGate(id: string, traits: Partial<Gate> = {}) {
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
