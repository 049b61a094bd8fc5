import { groupBy } from '../model/group-by.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { PlannedNode } from '../model/plan.ts';

type Placed = Pick<PlannedNode, 'address' | 'dc' | 'rack'>;

/** Of the nodes of one DC so many are asked: more tell no more of the middle. */
const mostPeers = 8;
/** A rack is a fair comparison from so many peers on. */
const fewestInRack = 3;
/** The nodes whose turn comes next are looked at beside, so that their baseline is there by then. */
const ahead = 8;

/**
 * With whom a returned node is compared: nodes of its rack where there are three, else of its DC. Those that
 * come after it in the plan first, for they are not upgraded yet, then those that were done last.
 */
export function peersOf(nodes: readonly Placed[], subject: string): readonly string[] {
  const place = placesIn(nodes).get(subject);
  if (!place) return [];
  const { group, at } = place;
  const later = group.slice(at + 1, at + 1 + mostPeers);
  const earlier = group.slice(Math.max(0, at - mostPeers), at).toReversed();
  return [...later, ...earlier].slice(0, mostPeers).map(({ address }) => address);
}

/** Where a node stands among those it may be compared with, in the order of the plan. */
interface Place {
  readonly group: readonly Placed[];
  readonly at: number;
}

const placesIn = onceForEach((nodes: readonly Placed[]): ReadonlyMap<string, Place> => {
  const racks = [...groupBy(nodes, ({ dc, rack }) => `${dc}\n${rack}`).values()];
  const dcs = [...groupBy(nodes, ({ dc }) => dc).values()];
  const places = (groups: readonly (readonly Placed[])[]) =>
    groups.flatMap((group) => group.map(({ address }, at) => [address, { group, at }] as const));
  const large = racks.filter((group) => group.length > fewestInRack);
  return new Map([...places(dcs), ...places(large)]);
});

/** Everybody who is looked at while a node is compared: it, its peers, and the same of those that come next. */
export function lookedAtBeside(nodes: readonly Placed[], subject: string): readonly string[] {
  const at = nodes.findIndex(({ address }) => address === subject);
  if (at < 0) return [];
  const next = nodes.slice(at, at + 1 + ahead).map(({ address }) => address);
  return [...new Set(next.flatMap((address) => [address, ...peersOf(nodes, address)]))];
}
