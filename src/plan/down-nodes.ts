import { targetOf, type PlannedNode } from '../model/plan.ts';
import { usage, type PlanProblem } from './problem.ts';
import type { Member } from './members.ts';

/** Why a node has its place at the end. */
export const leftForLater = 'down when the plan was made, left for later';

export function outsideOnly({ isDown }: Pick<Member, 'isDown'>): string {
  return `left out by --only${isDown ? ', and down when the plan was made' : ''}`;
}

/** Everything that was to be rolled is down. */
export function noneUp(
  selected: readonly Member[],
  rolled: readonly Member[],
): readonly PlanProblem[] {
  if (rolled.length > 0 || selected.length === 0) return [];
  const names = selected.map(({ address }) => address).join(', ');
  return [
    usage(
      `there is nothing to roll: ${names} ${selected.length === 1 ? 'is' : 'are'} down`,
      'bring it back, then plan again',
    ),
  ];
}

/** What it means that a node stays as it is, in the words of an operator who has to bring it back. */
export function downNotes(
  nodes: readonly PlannedNode[],
  toVersion: string | undefined,
): readonly string[] {
  const hop = targetOf({ nodes, ...(toVersion !== undefined && { toVersion }) });
  return nodes
    .filter(({ down }) => down)
    .map(({ address, fromVersion, outsideOnly: isOutside }) => {
      const what = `${address} is down: it is not rolled, and nothing is known of it but what the others say`;
      const hints = 'after max_hint_window without it, it needs a repair';
      if (isOutside) return `${what}; start it on ${fromVersion}, as it was; ${hints}`;
      if (hop === undefined) return `${what}; restart it by a plan of its own; ${hints}`;
      return (
        `${what}; start it on ${fromVersion}, as it was, and plan again: until then no change of the schema, repair, ` +
        `bootstrap or decommission (two releases do not stream to each other); ${hints}`
      );
    });
}
