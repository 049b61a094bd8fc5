import type { Seen, Via } from '../model/seen.ts';
import type { SourceId } from '../model/snapshot.ts';
import type { JmxClient } from '../ports/jmx.ts';
import { missing, type Missing, type NodeContext } from './context.ts';
import { askJmx } from './jmx.ts';
import { askNodetool, type NodetoolSource } from './nodetool.ts';

export type Answers = Partial<Record<SourceId, Seen<unknown>>>;

/** What is known of the ways to a node within one look. */
export interface Ways {
  /** Undefined: JMX is not asked (any more). */
  readonly jmx?: JmxClient | undefined;
  /** Why nodetool is given up on for this look. */
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
      ? 'not asked: --via cql'
      : 'not asked: the inventory does not say how JMX is reached';
  return { jmx, noNodetool: missing(context, 'failed', detail) };
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
  const { answers, jmx } = await askAllByJmx(context, sources, ways.jmx);
  const isLeft = (source: NodetoolSource) => {
    const answer = answers[source];
    return answer?.kind !== 'seen' && !(answer?.why === 'timed-out');
  };
  // Only JMX was allowed: its own reason says more.
  if (context.via === 'jmx' && ways.jmx) return { answers, ways: { ...ways, jmx } };
  const nodetool = await askAllByNodetool(context, sources.filter(isLeft), ways.noNodetool);
  const { given } = nodetool;
  return {
    answers: { ...answers, ...nodetool.answers },
    ways: { jmx, ...(given ? { noNodetool: given } : {}) },
  };
}

/** A closed door is not tried again in this look. */
async function askAllByJmx(
  context: NodeContext,
  sources: readonly NodetoolSource[],
  client: JmxClient | undefined,
): Promise<{ readonly answers: Answers; readonly jmx: JmxClient | undefined }> {
  const answers: Answers = {};
  let closed: Missing | undefined;
  for (const source of client ? sources : []) {
    const answer: Seen<unknown> =
      closed || !client ? again(context, closed) : await askJmx(context, client, source);
    answers[source] = by('jmx', answer);
    if (answer.kind === 'missing' && isClosedDoor(answer)) closed = answer;
  }
  return { answers, jmx: closed && context.via !== 'jmx' ? undefined : client };
}

interface NodetoolAnswers {
  readonly answers: Answers;
  /** Set when nodetool is given up on for this look. */
  readonly given?: Missing;
}

/**
 * One after the other. A refused connection or login would be paid for again by every further
 * nodetool, so the others are missing for the same reason; so they are after two in a row that
 * did not answer.
 */
async function askAllByNodetool(
  context: NodeContext,
  sources: readonly NodetoolSource[],
  given?: Missing,
): Promise<NodetoolAnswers> {
  const answers: Answers = {};
  let givenUp = given;
  let timeOuts = 0;
  for (const source of sources) {
    const answer: Seen<unknown> = givenUp
      ? again(context, givenUp)
      : await askNodetool(context, source);
    answers[source] = by('nodetool', answer);
    if (answer.kind === 'seen') timeOuts = 0;
    else if (answer.why === 'timed-out') timeOuts += 1;
    if (answer.kind === 'missing' && (timeOuts >= 2 || isClosedDoor(answer))) givenUp = answer;
  }
  return { answers, ...(givenUp ? { given: givenUp } : {}) };
}

/** Says which way an answer came. */
export function by<T>(via: Via, answer: Seen<T>): Seen<T> {
  return answer.kind === 'seen' ? { ...answer, via } : answer;
}

/** The same reason, with the time at which the question would have been asked. */
export function again(context: NodeContext, known: Missing | undefined): Missing {
  return missing(context, known?.why ?? 'failed', known?.detail ?? 'not asked');
}

function isClosedDoor(answer: Missing): boolean {
  return answer.why === 'unreachable' || answer.why === 'authentication';
}
