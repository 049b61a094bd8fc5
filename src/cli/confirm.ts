import { UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';

/** Asks before the first node is touched. Without a terminal there is nobody to ask. */
export async function confirm(question: string, isYes: boolean, ports: Ports): Promise<boolean> {
  if (isYes) return true;
  if (!ports.streams.isInteractive) {
    throw new UsageError(
      'nobody to ask: this is not a terminal',
      'look at the plan, then give --yes',
    );
  }
  const answer = await ports.streams.ask(`${question} Type yes to go on: `, ports.signal);
  return answer.trim().toLowerCase() === 'yes';
}
