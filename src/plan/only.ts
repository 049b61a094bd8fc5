import { groupBy } from '../model/group-by.ts';
import { asAddress } from '../model/ip-address.ts';
import type { PlacedNode } from './order.ts';
import { usage, type PlanProblem } from './problem.ts';

const kinds = ['dc', 'rack', 'node'] as const;

/** One of `--only dc=dc1,rack=r1,node=10.0.0.1`. */
export interface Selector {
  readonly kind: (typeof kinds)[number];
  readonly value: string;
}

/** With an address as the inventory has it: forms of one IPv6 are one node. Undefined: it is none. */
export function parseSelector(text: string): Selector | undefined {
  const at = text.indexOf('=');
  const kind = kinds.find((each) => each === text.slice(0, at));
  const given = text.slice(at + 1);
  const value = kind === 'node' ? asAddress(given) : given;
  return kind === undefined || value === '' ? undefined : { kind, value };
}

/**
 * Whether a node is to be rolled: of each kind that is named at all it is one of those named. So
 * `dc=dc1,rack=r1,rack=r2` is two racks of one DC. Nothing named: every node is.
 */
export function selectedBy(only: readonly Selector[]): (node: PlacedNode) => boolean {
  const values = groupBy(only, ({ kind }) => kind);
  return ({ dc, rack, address }) => {
    const own = { dc, rack, node: address };
    return [...values].every(([kind, named]) => named.some(({ value }) => value === own[kind]));
  };
}

/** What is named and is not there, or that nothing is left to roll. */
export function selectionProblems(
  only: readonly Selector[],
  nodes: readonly PlacedNode[],
): readonly PlanProblem[] {
  if (only.length === 0 || nodes.length === 0) return [];
  const unknown = only.filter((selector) => !nodes.some((node) => selectedBy([selector])(node)));
  if (unknown.length > 0) {
    return unknown.map(({ kind, value }) =>
      usage(`--only ${kind}=${value}: there is none`, `there are: ${known(kind, nodes)}`),
    );
  }
  if (nodes.some(selectedBy(only))) return [];
  const named = only.map(({ kind, value }) => `${kind}=${value}`).join(',');
  return [
    usage(`--only ${named}: no node is in all of these`, 'a node must fit each kind that is named'),
  ];
}

const mostNamed = 8;

function known(kind: Selector['kind'], nodes: readonly PlacedNode[]): string {
  const key = kind === 'node' ? 'address' : kind;
  const values = [...new Set(nodes.map((node) => node[key]))].sort();
  const more = values.length - mostNamed;
  return values.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
