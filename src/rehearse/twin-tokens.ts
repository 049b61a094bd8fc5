import type { Plan, PlannedNode } from '../model/plan.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { latestValue } from '../model/series.ts';
import { valueOf } from '../model/seen.ts';
import type { Series } from '../model/snapshot.ts';
import { digestOfTokens } from '../plan/topology-changes.ts';
import { hasLeft } from './twin-life.ts';
import type { Sight } from './twin-parts.ts';

/**
 * Its tokens as it tells them; of a node that is silent those of the ranges of which it is the first replica, where the
 * plan's digest shows that they are the ones. Undefined: nobody knows them.
 */
export function tokensSeen(
  { address, tokensDigest }: Pick<PlannedNode, 'address' | 'tokensDigest'>,
  seen: Series,
  rings: readonly KeyspaceRing[],
): readonly string[] | undefined {
  const told = latestValue(seen, address, 'cql-local')?.tokens ?? [];
  if (told.length > 0) return told;
  return rings
    .map(({ ranges }) =>
      ranges.filter(({ replicas }) => replicas[0]?.address === address).map(({ end }) => end),
    )
    .find((tokens) => tokens.length > 0 && digestOfTokens(tokens) === tokensDigest);
}

/** Nodes whose tokens are compared in a roll, and of which nobody knows them. */
export function tokensUnknown({ nodes }: Plan, { series, standing }: Sight): readonly string[] {
  const rings = valueOf(standing.rings) ?? [];
  const seen = [...series, standing];
  return nodes
    .filter((node) => node.tokensDigest !== undefined)
    .filter((node) => tokensSeen(node, seen, rings) === undefined && !hasLeft(seen, node.address))
    .map(({ address }) => address);
}

/** In place of tokens that nobody knows. */
export function standInTokens(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

/** The plan for a twin: where the twin has others in place of the tokens, these are no change. */
export function planForTwin(plan: Plan, sight: Sight): Plan {
  const unknown = new Set(tokensUnknown(plan, sight));
  if (unknown.size === 0) return plan;
  const nodes = plan.nodes.map((node) =>
    unknown.has(node.address)
      ? { ...node, tokensDigest: digestOfTokens(standInTokens(node.tokenCount)) }
      : node,
  );
  return { ...plan, nodes };
}
