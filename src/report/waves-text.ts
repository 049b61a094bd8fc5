import type { PlannedNode } from '../model/plan.ts';
import { mostAtOnce, wavesOf } from '../model/waves.ts';

/** `wave 2: `; empty where nodes are taken one after the other. */
export function waveText({ wave }: { readonly wave?: number | undefined }): string {
  return wave === undefined ? '' : `wave ${wave}: `;
}

/** How many nodes are stopped side by side; undefined: they are taken one after the other. */
export function wavesText(nodes: readonly PlannedNode[]): string | undefined {
  const most = mostAtOnce(nodes);
  if (most === undefined) return undefined;
  const count = wavesOf(nodes).filter(([first]) => first?.wave !== undefined).length;
  if (most === 1) return `${count}, one after the other, of one node each`;
  return `${count}, one after the other, up to ${most} nodes at once; the nodes of a wave side by side, proven with all of them down`;
}
