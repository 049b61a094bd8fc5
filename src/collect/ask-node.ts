import type { Missing, Seen, Via } from '../model/seen.ts';
import type { SourceId } from '../model/snapshot.ts';
import type { JmxClient } from '../ports/jmx.ts';
import { inTurn, missing, type NodeContext } from './context.ts';
import { askJmx } from './jmx.ts';
import { askNodetool, type NodetoolSource } from './nodetool.ts';

export type Answers = Partial<Record<SourceId, Seen<unknown>>>;

/** What is known of the ways to a node within one look. */
export interface Ways {
  /** Undefined: JMX is not asked. */
  readonly jmx?: JmxClient | undefined;
  /** Why JMX is given up on for this look. */
  readonly noJmx?: Missing;
  /** The same of nodetool. */
  readonly noNodetool?: Missing;
}

export interface Asked {
  readonly answers: Answers;
  readonly ways: Ways;
}

/** The ways that `--via` and the inventory leave open. */
export async function waysTo(context: NodeContext): Promise<Ways> {
  const { via = 'auto', node } = context;
  const usesJmx = via === 'auto' || via === 'jmx';
  const jmx = usesJmx ? await context.jmx?.get(node) : undefined;
  if (via === 'auto' || via === 'nodetool') return { jmx };
  const detail =
    via === 'cql'
      ? 'cql alone does not say it: --via auto or --via nodetool asks it'
      : 'the inventory does not say how JMX is reached: --via auto or --via nodetool asks it';
  return { jmx, noNodetool: missing(context, 'not-asked', detail) };
}

/**
 * Source after source: from the beans themselves where they are reached, else by a nodetool, which
 * costs the node the start of a JVM. What JMX does not answer in time nodetool, which asks the same
 * beans, would not answer either.
 */
export async function askNode(
  context: NodeContext,
  sources: readonly NodetoolSource[],
  ways: Ways,
): Promise<Asked> {
  const { jmx } = ways;
  if (!jmx) return await askRest(context, sources, { answers: {}, ways });
  const { answers, given } = await askEach(context, sources, ways.noJmx, async (source) =>
    by('jmx', await askJmx(context, jmx, source)),
  );
  const asked = { answers, ways: { ...ways, ...(given ? { noJmx: given } : {}) } };
  // Only JMX was allowed: its own reason says more.
  return context.via === 'jmx' ? asked : await askRest(context, sources, asked);
}

/** A nodetool for each that is not settled yet. */
async function askRest(
  context: NodeContext,
  sources: readonly NodetoolSource[],
  { answers, ways }: Asked,
): Promise<Asked> {
  const left = sources.filter((source) => !isSettled(answers[source]));
  const askLeft = () =>
    askEach(context, left, ways.noNodetool, async (source) =>
      by('nodetool', await askNodetool(context, source)),
    );
  const runsAny = left.length > 0 && !ways.noNodetool;
  const nodetool = runsAny ? await inTurn(context, askLeft) : await askLeft();
  const { given } = nodetool;
  return {
    answers: { ...answers, ...nodetool.answers },
    ways: { ...ways, ...(given ? { noNodetool: given } : {}) },
  };
}

/** Whether JMX has said it, or was too slow for nodetool to be any faster. */
export function isSettled(answer: Seen<unknown> | undefined): boolean {
  return answer?.kind === 'seen' || answer?.why === 'timed-out';
}

/**
 * One after the other. A refused connection or login would be paid for again by every further
 * question, so the others are missing for the same reason; so they are after two in a row that got
 * no answer.
 */
export async function askEach<S extends SourceId>(
  context: NodeContext,
  sources: readonly S[],
  before: Missing | undefined,
  ask: (source: S) => Promise<Seen<unknown>>,
): Promise<{ readonly answers: Answers; readonly given: Missing | undefined }> {
  const answers: Answers = {};
  let given = before;
  let timeOuts = 0;
  for (const source of sources) {
    const answer = given ? again(context, given) : await ask(source);
    answers[source] = answer;
    if (answer.kind === 'seen') timeOuts = 0;
    else if (answer.why === 'timed-out') timeOuts += 1;
    if (answer.kind === 'missing' && (timeOuts >= 2 || isClosedDoor(answer))) given = answer;
  }
  return { answers, given };
}

/** Says which way an answer came. */
export function by<T>(via: Via, answer: Seen<T>): Seen<T> {
  return answer.kind === 'seen' ? { ...answer, via } : answer;
}

/** The same reason, with the time at which the question would have been asked. */
export function again(context: NodeContext, { why, detail }: Missing): Missing {
  return missing(context, why, detail);
}

function isClosedDoor(answer: Missing): boolean {
  return answer.why === 'unreachable' || answer.why === 'authentication';
}
