import { expect, test } from 'vitest';
import { strangersIn, withoutStrangers } from '../../src/collect/whose-answers.ts';
import type { Seen, Via } from '../../src/model/seen.ts';
import type { NodeSnapshot, Snapshot, SourceId } from '../../src/model/snapshot.ts';
import { node as placeOf } from './world.ts';

const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const members = [one, two, three];
const idOf = (address: string) => `id-${address}`;

type Sources = Readonly<Partial<Record<SourceId, Seen<unknown>>>>;

const seen = (value: unknown, via: Via): Seen<unknown> => ({ kind: 'seen', at: 7, via, value });
const node = (address: string, sources: Sources) => ({ address, sources }) as NodeSnapshot;
const lookAt = (...nodes: readonly NodeSnapshot[]): Snapshot => ({ at: 7, nodes, members });

const ring = {
  status: seen({ rows: members.map((address) => ({ address, hostId: idOf(address) })) }, 'jmx'),
};
const localOf = (hostId: string, broadcastAddress?: string): Sources => ({
  'cql-local': seen({ hostId, ...(broadcastAddress ? { broadcastAddress } : {}) }, 'cql'),
});
const infoOf = (of: string, via: Via = 'jmx'): Sources => ({
  info: seen({ hostId: idOf(of) }, via),
});
const strangers = (...nodes: readonly NodeSnapshot[]) =>
  Object.fromEntries(strangersIn(lookAt(...nodes)));

test('each node that says what the ring says of it is itself', () => {
  const look = members.map((address) =>
    node(address, { ...ring, ...infoOf(address), ...localOf(idOf(address), address) }),
  );
  expect(strangers(...look)).toEqual({});
  const snapshot = lookAt(...look);
  expect(withoutStrangers(snapshot, new Map(), [])).toBe(snapshot);
});

test.each([
  ['its broadcast address is of another member', localOf('x', two), {}],
  ['its host id is of another member in a ring', localOf(idOf(two)), ring],
  ['its host id is of another member in system.peers', localOf(idOf(two)), peersOf(two)],
  ['its host id is of one who proved it', localOf(idOf(two), '192.168.0.2'), {}],
])('%s: CQL leads to that one', (_, local, view) => {
  const other = node(two, localOf(idOf(two), two));
  expect(strangers(node(one, view), other, node(three, local))).toEqual({ [`${three} cql`]: two });
});

function peersOf(address: string): Sources {
  return { 'cql-peers': seen({ peers: [{ address, hostId: idOf(address) }] }, 'cql') };
}

test.each(['jmx', 'nodetool'] as const)('info by %s of another host id', (via) => {
  expect(strangers(node(one, ring), node(three, infoOf(two, via)))).toEqual({
    [`${three} ${via}`]: two,
  });
});

test('two that say one host id, and nobody says whose it is: neither is seen', () => {
  const [a, b] = [node(one, localOf('h', '172.16.0.1')), node(two, localOf('h', '172.16.0.1'))];
  expect(strangers(a, b)).toEqual({ [`${one} cql`]: two, [`${two} cql`]: one });
});

test.each([
  ['behind NAT, in no ring', localOf('h', '172.16.0.3'), {}],
  ['behind NAT, in a ring of such addresses', localOf(idOf('172.16.0.3'), '172.16.0.3'), nat()],
  ['it moved, and one peer does not know', localOf(idOf(three)), moved()],
  ['before 2.1.6, with its own host id', localOf(idOf(three)), ring],
])('an address that is of no other member proves nothing: %s', (_, local, view) => {
  expect(strangers(node(one, view), node(two, ring), node(three, local))).toEqual({});
});

function nat(): Sources {
  const rows = [{ address: '172.16.0.3', hostId: idOf('172.16.0.3') }];
  return { status: seen({ rows }, 'jmx') };
}

function moved(): Sources {
  return { status: seen({ rows: [{ address: one, hostId: idOf(three) }] }, 'jmx') };
}

test('a look that does not ask again who it is goes by what is known', () => {
  const known = strangersIn(lookAt(node(one, ring), node(three, localOf('x', two))));
  const later = lookAt(node(three, { 'thread-pools': seen({ pools: [] }, 'cql') }));
  expect(strangersIn(later, known)).toEqual(known);
  const mended = lookAt(node(three, localOf(idOf(three), three)));
  expect(strangersIn(mended, known)).toEqual(new Map());
});

test('what came by that way, or was found by it, is not seen; the rest is', () => {
  const late: Seen<unknown> = { kind: 'missing', at: 7, why: 'timed-out', detail: 'late' };
  const asked = lookAt(
    node(one, localOf(idOf(one), one)),
    node(two, ring),
    node(three, {
      ...{ ...localOf('x', two), ...infoOf(three), 'thread-pools': late },
      ...{ 'file-systems': seen({}, 'host'), disks: seen({}, 'host'), log: seen({}, 'host') },
    }),
  );
  const whose = (strangersOf: Snapshot) =>
    Object.entries(strangersOf.nodes[2]?.sources ?? {}).flatMap(([source, answer]) =>
      answer.kind === 'missing' ? [`${source}: ${answer.why}`] : [],
    );
  const places = members.map((address) => placeOf(address));
  const byCql = withoutStrangers(asked, strangersIn(asked), places);
  expect(whose(byCql)).toEqual([
    'cql-local: another-node',
    'thread-pools: timed-out',
    'file-systems: another-node',
  ]);
  expect(byCql.nodes.slice(0, 2)).toEqual(asked.nodes.slice(0, 2));
  expect(byCql.nodes[2]?.sources['cql-local']).toEqual({
    ...{ kind: 'missing', at: 7, why: 'another-node' },
    detail: `CQL at ${three} port 9042 answers for ${two}: mend cqlAddress and cqlPort of ${three} in the inventory`,
  });
  const byJmx = withoutStrangers(asked, new Map([[`${three} jmx`, one]]), places);
  expect(whose(byJmx)).toEqual([
    'info: another-node',
    'thread-pools: timed-out',
    'disks: another-node',
  ]);
});
