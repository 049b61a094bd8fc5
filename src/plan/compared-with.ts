import { groupBy } from '../model/group-by.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { PlannedNode } from '../model/plan.ts';

type Placed = Pick<PlannedNode, 'address' | 'dc' | 'rack' | 'wave'>;

/** Of the nodes of one DC so many are asked: more tell no more of the middle. */
const mostPeers = 8;
/** A rack is a fair comparison from so many peers on. */
const fewestInRack = 3;
/** The nodes whose turn comes next are looked at beside, so that their baseline is there by then. */
const ahead = 8;

/**
 * With whom a returned node is compared: nodes of its rack where there are three, else of its DC. Those that
 * come after it in the plan first, for they are not upgraded yet, then those that were done last. Nodes of its own
 * wave are as newly started as it is: they tell nothing of what is usual.
 */
export function peersOf(nodes: readonly Placed[], subject: string): readonly string[] {
  const place = placesIn(nodes).get(subject);
  if (!place) return [];
  const groups = place.groups.map((group) => withoutWave(group, place.node));
  const group = groups.find(({ length }) => length > fewestInRack) ?? groups.at(-1) ?? [];
  const at = group.indexOf(place.node);
  const later = group.slice(at + 1, at + 1 + mostPeers);
  const earlier = group.slice(Math.max(0, at - mostPeers), at).toReversed();
  return [...later, ...earlier].slice(0, mostPeers).map(({ address }) => address);
}

function withoutWave(group: readonly Placed[], node: Placed): readonly Placed[] {
  if (node.wave === undefined) return group;
  return group.filter((other) => other === node || other.wave !== node.wave);
}

/** A node and those it may be compared with, in the order of the plan: of its rack, of its DC. */
interface Place {
  readonly at: number;
  readonly node: Placed;
  readonly groups: readonly (readonly Placed[])[];
}

const placesIn = onceForEach((nodes: readonly Placed[]): ReadonlyMap<string, Place> => {
  const rackOf = ({ dc, rack }: Placed) => `${dc}\n${rack}`;
  const racks = groupBy(nodes, rackOf);
  const dcs = groupBy(nodes, ({ dc }) => dc);
  return new Map(
    nodes.map((node, at) => {
      const groups = [racks.get(rackOf(node)) ?? [], dcs.get(node.dc) ?? []];
      return [node.address, { at, node, groups }];
    }),
  );
});

/** Everybody who is looked at while a node is compared: it, its peers, and the same of those that come next. */
export function lookedAtBeside(nodes: readonly Placed[], subject: string): readonly string[] {
  const at = placesIn(nodes).get(subject)?.at;
  if (at === undefined) return [];
  const end = Math.max(at + 1 + ahead, endOfWave(nodes, endOfWave(nodes, at)));
  const next = nodes.slice(beginOfWave(nodes, at), end).map(({ address }) => address);
  return [...new Set(next.flatMap((address) => [address, ...peersOf(nodes, address)]))];
}

/** Behind the last node of the wave of the one at this place. */
function endOfWave(nodes: readonly Placed[], at: number): number {
  const wave = nodes[at]?.wave;
  if (wave === undefined) return at + 1;
  return nodes.findLastIndex((node) => node.wave === wave) + 1;
}

function beginOfWave(nodes: readonly Placed[], at: number): number {
  const wave = nodes[at]?.wave;
  return wave === undefined ? at : nodes.findIndex((node) => node.wave === wave);
}
