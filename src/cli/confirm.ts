import { GateRefused, Interrupted, UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';

/** Throws when a question would come that nobody is there to answer: known before the cluster is asked. */
export function requireSomebody(isYes: boolean, { streams }: Pick<Ports, 'streams'>): void {
  if (isYes || streams.isInteractive) return;
  throw new UsageError(
    'nobody to ask: this is not a terminal',
    'give --yes to go on without being asked',
  );
}

/** Asks before the first node is touched. Throws GateRefused unless the answer is yes, Interrupted on Ctrl-C. */
export async function confirm(
  question: string,
  isYes: boolean,
  ports: Pick<Ports, 'streams' | 'signal'>,
): Promise<void> {
  if (isYes) return;
  const answer = await askedFor(`${question} Type yes to go on: `, ports);
  if (answer?.toLowerCase() === 'yes') return;
  throw new GateRefused('not confirmed: nothing was touched', 'to go on, answer yes or give --yes');
}

/** What is typed, without spaces around it; undefined: nothing. Throws Interrupted on Ctrl-C. */
export async function askedFor(
  question: string,
  { streams, signal }: Pick<Ports, 'streams' | 'signal'>,
): Promise<string | undefined> {
  const answer = await streams.ask(question, signal);
  if (answer === undefined || signal.reason instanceof Interrupted) streams.err('\n');
  if (signal.reason instanceof Interrupted) {
    throw new Interrupted(signal.reason.signal, 'nothing was touched');
  }
  return answer?.trim();
}
