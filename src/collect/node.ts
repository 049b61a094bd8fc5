import type { ClientView, JavaProcess } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import type { NodeSnapshot, SourceId } from '../model/snapshot.ts';
import { missing, seen, type Missing, type NodeContext } from './context.ts';
import { askCql, cqlSources, openSession } from './cql.ts';
import { askHost, hostSources, needsProcess } from './host.ts';
import { askNodetool, nodetoolSources, type NodetoolSource } from './nodetool.ts';

type Answers = Partial<Record<SourceId, Seen<unknown>>>;

/**
 * Everything that is wanted of one node. nodetool and CQL are asked side by side, one question at
 * a time each; the host after them, because it needs what they know. What both can say is asked
 * through CQL, which costs the node a millisecond and not the start of a JVM; nodetool stands in.
 */
export async function collectNode(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
): Promise<NodeSnapshot> {
  const process = knownProcess(context);
  const asksProcess = !process && needsProcess(context, wanted);
  const sources = nodetoolSources.filter(
    (source) =>
      (wanted.has(source) && !isInCql(source)) || (asksProcess && source === 'java-process'),
  );
  const [nodetool, cql] = await Promise.all([
    askAllByNodetool(context, sources),
    askAllByCql(context, wanted),
  ]);
  const standIns = insteadOfCql(cql, wanted);
  const instead = await askAllByNodetool(context, standIns, nodetool.given);
  const running = keepProcess(context, nodetool.answers['java-process'], process);
  const host = hostSources.some((source) => wanted.has(source))
    ? await askHost(context, wanted, running)
    : {};
  const all: Answers = { ...nodetool.answers, ...cql, ...host };
  const asked = Object.entries(all).filter(([source]) => wanted.has(source as SourceId));
  const answers: Answers = { ...Object.fromEntries(asked), ...instead.answers };
  // Each collector has put its own type of value under its own source.
  return { address: context.node.address, sources: answers as NodeSnapshot['sources'] };
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
    answers[source] = answer;
    if (answer.kind === 'seen') timeOuts = 0;
    else if (answer.why === 'timed-out') timeOuts += 1;
    if (answer.kind === 'missing' && (timeOuts >= 2 || isClosedDoor(answer))) givenUp = answer;
  }
  return { answers, ...(givenUp ? { given: givenUp } : {}) };
}

/** Without a session every source is missing for one reason, and only one connect is paid for. */
async function askAllByCql(context: NodeContext, wanted: ReadonlySet<SourceId>): Promise<Answers> {
  const answers: Answers = {};
  const sources = cqlSources.filter((source) => wanted.has(source));
  if (sources.length === 0 && !wanted.has('client-view')) return answers;
  let closed = await openSession(context);
  for (const source of sources) {
    const answer: Seen<unknown> = closed ? again(context, closed) : await askCql(context, source);
    answers[source] = answer;
    if (isLost(answer)) closed = answer;
  }
  answers['client-view'] = context.probe?.view(context.node) ?? closed ?? noRequests(context);
  return answers;
}

/** One look makes no requests of its own. */
function noRequests(context: NodeContext): Seen<ClientView> {
  return seen(context, { requests: 0, errors: {}, p50Ms: undefined, p99Ms: undefined });
}

function isLost(answer: Seen<unknown>): answer is Missing {
  return answer.kind === 'missing' && (answer.why === 'unreachable' || answer.why === 'timed-out');
}

/** The same reason, with the time at which the question would have been asked. */
function again(context: NodeContext, { why, detail }: Missing): Missing {
  return missing(context, why, detail);
}

function isClosedDoor(answer: Missing): boolean {
  return answer.why === 'unreachable' || answer.why === 'authentication';
}

function isInCql(source: NodetoolSource): boolean {
  return (cqlSources as readonly SourceId[]).includes(source);
}

/** Without CQL, or on a version without the table, the same is asked for the dear way. */
function insteadOfCql(cql: Answers, wanted: ReadonlySet<SourceId>): readonly NodetoolSource[] {
  const isMissing = (source: SourceId) => cql[source]?.kind === 'missing';
  const same = nodetoolSources.filter((source) => isInCql(source) && isMissing(source));
  const needsTasks = isMissing('sstable-tasks') && !wanted.has('compactionstats');
  return needsTasks ? [...same, 'compactionstats'] : same;
}

function knownProcess(context: NodeContext): Seen<JavaProcess> | undefined {
  const known = context.processes?.get(context.node.address);
  return known && seen(context, known);
}

function keepProcess(
  context: NodeContext,
  asked: Seen<unknown> | undefined,
  known: Seen<JavaProcess> | undefined,
): Seen<JavaProcess> {
  const process = (asked as Seen<JavaProcess> | undefined) ?? known;
  if (process?.kind === 'seen') context.processes?.set(context.node.address, process.value);
  return process ?? missing(context, 'failed', 'the process was not asked for');
}
