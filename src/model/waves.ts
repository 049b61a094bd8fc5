import { onceForEach } from './once-for-each.ts';
import { rolledOf, type PlannedNode } from './plan.ts';

/** The rolled nodes as they are taken, in their order: those of a wave side by side, any other alone. */
export const wavesOf = onceForEach(
  (nodes: readonly PlannedNode[]): readonly (readonly PlannedNode[])[] => {
    const waves: PlannedNode[][] = [];
    for (const node of rolledOf(nodes)) {
      const last = waves.at(-1);
      const isOfLast = node.wave !== undefined && last?.[0]?.wave === node.wave;
      if (isOfLast) last.push(node);
      else waves.push([node]);
    }
    return waves;
  },
);

const none: readonly PlannedNode[] = [];

/** The other nodes of its wave. */
export function siblingsOf(
  nodes: readonly PlannedNode[],
  { address, wave }: Pick<PlannedNode, 'address' | 'wave'>,
): readonly PlannedNode[] {
  if (wave === undefined) return none;
  return nodes.filter((other) => other.wave === wave && other.address !== address);
}

/** How many nodes are taken at once at most; undefined: one after the other, as the plan was asked for. */
export function mostAtOnce(nodes: readonly PlannedNode[]): number | undefined {
  if (nodes.every(({ wave }) => wave === undefined)) return undefined;
  return wavesOf(nodes).reduce((most, { length }) => Math.max(most, length), 0);
}
