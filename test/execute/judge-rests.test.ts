import { expect, test } from 'vitest';
import { createJudge, type Judge } from '../../src/execute/judge.ts';
import { newsBy } from '../../src/execute/whole-look.ts';
import { noProgress } from '../../src/model/event.ts';
import type { Gate, GateSubject } from '../../src/model/gate.ts';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import type { NodeSnapshot, SourceId } from '../../src/model/snapshot.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { clusterOf } from '../simulate/simulated.ts';
import { planOf } from './small-roll.ts';
import { wide } from './wide-cluster.ts';

const plan = { ...planOf(clusterOf(wide), '5.0.8'), before: ['before'], after: ['after'] };
const [first, second] = plan.nodes;
const outside = '10.0.9.9';
const members = plan.nodes.map(({ address }) => address);

const aboutNode = (node: typeof first, together: readonly string[] = []): GateSubject => ({
  ...{ address: '', hostId: '', dc: 'dc1', rack: 'rack1', tokenCount: 32, ...node },
  ...(together.length > 0 ? { together } : {}),
});

/** Each holds ranges with the eight on either side, and twelve of those are near it. */
const rings: readonly KeyspaceRing[] = [
  {
    keyspace: { name: 'shop', replication: { kind: 'simple', rf: 9 } },
    ranges: members.map((_, at) => ({
      start: String(at),
      end: String(at + 1),
      replicas: Array.from({ length: 9 }, (_, more) => at + more).map((each) => ({
        ...{ address: members[each % members.length] ?? '', dc: 'dc1', rack: `r${each % 3}` },
      })),
    })),
  },
];

const passing = (id: string, needs: readonly SourceId[]): Gate => ({
  ...{ id, title: id, needs, needsOfAll: ['keyspaces'] as const, needsRings: true },
  judge: () => ({ kind: 'pass' }),
});

/** What each look asks of whom. */
type Asks = ReadonlyMap<string, string>;

async function judged(roll: (judge: Judge, sleep: (ms: number) => void) => Promise<unknown>) {
  const clock = fakeClock();
  const gates = [passing('before', ['status', 'keyspaces']), passing('after', ['keyspaces'])];
  const looks: Asks[] = [];
  const look = (needs: (address: string) => ReadonlySet<SourceId>, withRings: boolean) => {
    const all = [...members, outside];
    const wanted = new Map(all.map((address) => [address, [...needs(address)].join(' ')]));
    looks.push(wanted);
    const nodes = all.map((address): NodeSnapshot => ({
      address,
      sources: Object.fromEntries([...needs(address)].map((source) => [source, seenOf(source)])),
    }));
    const found = withRings ? { rings: { kind: 'seen', at: 1, value: rings } as const } : {};
    return Promise.resolve({ at: clock.now(), nodes, ...found });
  };
  const judge = createJudge({
    ...{ plan, look, news: newsBy(look), lookAt: () => look, gates, detectors: [], clock },
    progress: () => noProgress,
    alerts: () => Promise.reject(new Error('no alerts are asked for')),
  });
  // Reads the rings.
  await judge.one(['after'], aboutNode(first), 'all');
  looks.length = 0;
  await roll(judge, (ms) => {
    clock.advance(ms);
  });
  return looks;
}

const keyspaces = [{ name: 'shop', replication: { kind: 'simple', rf: 3 } as const }];
const rows = plan.nodes.map(({ address, hostId, dc, rack }) => ({
  ...{ address, hostId, dc, rack, liveness: 'up', state: 'normal', loadBytes: 1, tokens: 32 },
}));

function seenOf(source: SourceId) {
  const values: Partial<Record<SourceId, unknown>> = { status: { rows }, keyspaces: { keyspaces } };
  return { kind: 'seen', at: 1, value: values[source] ?? {} };
}

/** Of whom it was only the own word that was asked. */
const restedOn = (asks: Asks | undefined) =>
  [...(asks ?? [])].filter(([, what]) => what === 'cql-local').length;

const before = ['before'];
const next = aboutNode(second);

test('the look before a node rests on that which went on, and the look after it on that one', async () => {
  const looks = await judged(async (judge) => {
    await judge.one(['after'], aboutNode(first), 'all');
    await judge.lookAt(before, [next], true);
    await judge.again(before, next, true);
  });
  expect(looks.map(restedOn).map((count) => count > 10)).toEqual([false, true, true]);
});

test('what is waited for is seen to be over by all, before a node and again', async () => {
  const looks = await judged(async (judge) => {
    await judge.one(['after'], aboutNode(first), 'all');
    await judge.lookAt(before, [next], false);
    await judge.again(before, next, false);
  });
  expect(looks.map(restedOn)).toEqual([0, 0, 0]);
});

test('a look that went on counts once', async () => {
  const looks = await judged(async (judge) => {
    await judge.one(['after'], aboutNode(first), 'all');
    await judge.lookAt(before, [next], false);
    await judge.lookAt(before, [next], true);
  });
  expect(looks.map(restedOn)).toEqual([0, 0, 0]);
});

test('looks that rest on each other are no younger for it', async () => {
  const looks = await judged(async (judge, sleep) => {
    await judge.one(['after'], aboutNode(first), 'all');
    sleep(40_000);
    await judge.lookAt(before, [next], true);
    sleep(40_000);
    await judge.again(before, next, true);
  });
  expect(looks.map(restedOn).map((count) => count > 10)).toEqual([false, true, false]);
});

test('of a view of the ring that nobody was asked for before the node is asked', async () => {
  const [, asks] = await judged(async (judge) => {
    await judge.one(['after'], aboutNode(first), 'all');
    await judge.lookAt(before, [aboutNode(plan.nodes[20])], true);
  });
  // It shares ranges with that one alone, is not watched, and had no part in the look before.
  expect(asks?.get(members[12] ?? '')).toContain('status');
  expect(asks?.get(members[10] ?? '')).toBe('cql-local');
});

test('anew are asked those stopped beside it, and nodes that are not in the plan', async () => {
  const sibling = plan.nodes[25]?.address ?? '';
  const before2nd = (together: readonly string[]) =>
    judged(async (judge) => {
      await judge.one(['after'], aboutNode(first), 'all');
      await judge.lookAt(before, [aboutNode(second, together)], true);
    });
  const [, alone] = await before2nd([]);
  const [, beside] = await before2nd([sibling]);
  expect(alone?.get(sibling)).toBe('cql-local');
  expect(beside?.get(sibling)).toContain('keyspaces');
  for (const asks of [alone, beside]) expect(asks?.get(outside)).not.toBe('cql-local');
});
