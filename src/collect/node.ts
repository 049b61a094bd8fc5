import { askedOfStillTasks } from '../model/compaction-task.ts';
import type { ClientView, JavaProcess } from '../model/readings.ts';
import type { Missing, Seen, Via } from '../model/seen.ts';
import type { NodeSnapshot, SourceId } from '../model/snapshot.ts';
import { again, askNode, by, waysTo, type Answers } from './ask-node.ts';
import { askBeans } from './beans.ts';
import { inTurn, missing, seen, type NodeContext } from './context.ts';
import { askCql, cqlSources, openSession } from './cql.ts';
import { askMachine, hostSources, needsProcess } from './host.ts';
import { askFiles, fileSources } from './node-files.ts';
import { askLog } from './log.ts';
import { askStacks } from './still-tasks.ts';
import { askOwnRow } from './own-row.ts';
import { nodetoolSources, type NodetoolSource } from './nodetool.ts';
import { askProcess } from './process.ts';

/**
 * Everything that is wanted of one node. JMX (or nodetool) and CQL are asked side by side, one
 * question at a time each; the host after them, because it needs what they know. What both can say is
 * asked through CQL; JMX and nodetool stand in.
 */
export async function collectNode(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
): Promise<NodeSnapshot> {
  const process = knownProcess(context);
  const asksProcess = !process && needsProcess(context, wanted);
  const sources = nodetoolSources.filter(
    (source) =>
      (wanted.has(source) && source !== askedOfStillTasks && !isByCql(source, context)) ||
      (asksProcess && source === 'java-process'),
  );
  const ways = await waysTo(context);
  const [asked, cql] = await Promise.all([
    askNode(context, sources, ways),
    askAllByCql(context, wanted),
  ]);
  const instead = await askNode(context, insteadOfCql(cql, wanted, context), asked.ways);
  const stacks = await askStacks(
    context,
    wanted,
    { ...asked.answers, ...cql, ...instead.answers },
    instead.ways,
  );
  const beans = await askBeans(context, wanted, asked.ways);
  const row = wanted.has('own-row') ? { 'own-row': await askOwnRow(context) } : {};
  const running = keepProcess(context, asked.answers['java-process'], process);
  const machine = await askByCommands(context, wanted, running);
  const all: Answers = {
    ...asked.answers,
    ...stacks,
    ...beans,
    ...allBy('cql', { ...cql, ...row }),
    ...allBy('host', machine),
  };
  const kept = Object.entries(all).filter(([source]) => wanted.has(source as SourceId));
  const answers: Answers = { ...Object.fromEntries(kept), ...instead.answers };
  // Each collector has put its own type of value under its own source.
  const { noJmx } = instead.ways;
  return {
    address: context.node.address,
    // What JMX did not answer in time no nodetool is asked.
    ...(noJmx && noJmx.why !== 'timed-out' && context.via !== 'jmx' ? { noJmx: noJmx.detail } : {}),
    sources: answers as NodeSnapshot['sources'],
  };
}

/** The process last: the kernel may keep whoever reads the files of one that hangs. */
async function askByCommands(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  running: Seen<JavaProcess>,
): Promise<Answers> {
  const asksHost = hostSources.some((source) => wanted.has(source));
  const asksLog = wanted.has('log');
  const asksFiles = fileSources.some((source) => wanted.has(source));
  if (!asksHost && !asksLog && !asksFiles) return {};
  return await inTurn(context, async () => ({
    ...(asksHost ? await askMachine(context, wanted, running) : {}),
    ...(asksLog ? { log: await askLog(context) } : {}),
    ...(asksFiles ? await askFiles(context, wanted) : {}),
    ...(asksHost ? await askProcess(context, wanted, running) : {}),
  }));
}

function allBy(via: Via, answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([source, answer]) => [source, by(via, answer)]),
  );
}

/** Without a session every source is missing for one reason, and only one connect is paid for. */
async function askAllByCql(context: NodeContext, wanted: ReadonlySet<SourceId>): Promise<Answers> {
  const answers: Answers = {};
  const isAsked = (source: SourceId) => isByCql(source, context) || !isInNodetool(source);
  const sources = cqlSources.filter((source) => wanted.has(source) && isAsked(source));
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
  return seen(context, {
    requests: 0,
    errors: {},
    p50Ms: undefined,
    p99Ms: undefined,
    latencyTenths: new Map(),
  });
}

function isLost(answer: Seen<unknown>): answer is Missing {
  return answer.kind === 'missing' && (answer.why === 'unreachable' || answer.why === 'timed-out');
}

function isInCql(source: SourceId): boolean {
  return (cqlSources as readonly SourceId[]).includes(source);
}

function isInNodetool(source: SourceId): boolean {
  return (nodetoolSources as readonly SourceId[]).includes(source);
}

/** Of what both can say: CQL costs the node a millisecond, unless another way was asked for. */
function isByCql(source: SourceId, { via = 'auto' }: NodeContext): boolean {
  return isInCql(source) && (via === 'auto' || via === 'cql');
}

/** Without CQL, or on a version without the table, the same is asked for the dear way. Of CQL alone its own reason says more. */
function insteadOfCql(
  cql: Answers,
  wanted: ReadonlySet<SourceId>,
  { via }: NodeContext,
): readonly NodetoolSource[] {
  const isMissing = (source: SourceId) => {
    const answer = cql[source];
    return answer?.kind === 'missing' && (via !== 'cql' || answer.why === 'unsupported');
  };
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
