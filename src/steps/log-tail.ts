import { tailOf } from './process-state.ts';
import type { NodeContext } from './step.ts';

const questionMs = 20_000;

/** The newest log lines by the inventory's `log` command; undefined when there is none to ask. */
export async function logTail(context: NodeContext): Promise<string | undefined> {
  const argv = context.node.commands.log;
  if (!argv) return undefined;
  const tail = tailOf(await context.run(argv, questionMs));
  return tail === '' ? undefined : tail;
}
