import type { NodeContext } from './step.ts';
import { heldBy, reasonOf } from './wait-budget.ts';

/** Once a minute: a look asks each of them, and a return that goes well is over before the first. */
const lookEveryMs = 60_000;

/** The other nodes while one is waited for: what is wrong there is said, and holds the roll at its next stop. */
export function otherNodes(context: NodeContext): { readonly look: () => Promise<string> } {
  const { clock } = context;
  let dueAt = clock.now() + lookEveryMs;
  let trouble = '';
  return {
    /** To be put behind what is said; empty: all were well when they were last looked at. */
    async look() {
      if (clock.now() < dueAt) return trouble;
      const held = heldBy(await context.judgeOthers());
      dueAt = clock.now() + lookEveryMs;
      trouble = held ? `; meanwhile ${reasonOf(held)}` : '';
      return trouble;
    },
  };
}
