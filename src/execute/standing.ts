import { madeOf } from '../steps/made-of.ts';
import type { NodeContext } from '../steps/step.ts';

/** What a node tells of itself before it is begun. */
export type Standing =
  | { readonly kind: 'unknown'; readonly reason: string }
  /** `already`: it is what the roll makes of it, and what that is. */
  | { readonly kind: 'seen'; readonly generation: number; readonly already?: string };

export async function standingOf(context: NodeContext): Promise<Standing> {
  const self = await context.self();
  if (self.kind === 'missing') {
    const reason = `its gossip generation is not seen (${self.detail}), so its return could not be proven`;
    return { kind: 'unknown', reason };
  }
  const made = await madeOf(context, self.value);
  if (made.kind === 'unknown') {
    const reason = `whether it is done already is not known: ${made.why}`;
    return { kind: 'unknown', reason };
  }
  const { generation } = self.value;
  return { kind: 'seen', generation, ...(made.kind === 'there' && { already: made.what }) };
}

/** Whether it can be begun, or left as it is, before its gates were judged. */
export function isDecided(standing: Standing, isGotReady: boolean): boolean {
  return standing.kind === 'seen' && (isGotReady || standing.already !== undefined);
}
