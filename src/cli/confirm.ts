import { UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';

/** Throws when a question would come that nobody is there to answer: known before the cluster is asked. */
export function requireSomebody(isYes: boolean, { streams }: Pick<Ports, 'streams'>): void {
  if (isYes || streams.isInteractive) return;
  throw new UsageError(
    'nobody to ask: this is not a terminal',
    'give --yes to go on without being asked',
  );
}

/** Asks before the first node is touched. */
export async function confirm(question: string, isYes: boolean, ports: Ports): Promise<boolean> {
  if (isYes) return true;
  const answer = await ports.streams.ask(`${question} Type yes to go on: `, ports.signal);
  return answer.trim().toLowerCase() === 'yes';
}
