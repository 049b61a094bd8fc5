import { groupBy } from '../model/group-by.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Member } from './members.ts';

/** With fewer peers in its DC nothing can be said of what is usual there. */
const peersToCompare = 2;

/** What a soak cannot do in this cluster: an operator who counts on it must know before the roll. */
export function soakNotes(
  members: readonly Member[],
  steps: readonly PlannedStep[],
): readonly string[] {
  if (!steps.some(({ kind }) => kind === 'soak')) return [];
  return [...groupBy(members, ({ dc }) => dc)].flatMap(([dc, nodes]) => {
    const peers = nodes.length - 1;
    if (peers >= peersToCompare) return [];
    const who = peers === 0 ? 'no other node' : 'one other node';
    return [
      `the soak has ${who} in ${dc} to compare with: there a node is judged on its own baseline and hard signals only`,
    ];
  });
}
