import type { Parsed } from '../model/parsed.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseJmxActivity, parseJmxCollectors, parseJmxWritePath } from '../parse/jmx-activity.ts';
import type { JmxClient } from '../ports/jmx.ts';
import { by, isClosedDoor, type Answers, type Ways } from './ask-node.ts';
import { missing, type Missing, type NodeContext } from './context.ts';
import { askFor, metrics, type Ask } from './jmx-ask.ts';
import { undefinedIfUnknown } from './jmx-errors.ts';

/** What only beans tell in a millisecond: nodetool would start a JVM for each. The same in 3.0 to 5.0. */
const questions = {
  'disk-activity': async (ask: Ask) => {
    const ofTables = (name: string) => ask.one(`${metrics}:type=Table,name=${name}`, 'Value');
    const streamed = (name: string) =>
      ask.one(`${metrics}:type=Streaming,name=${name}`, 'Count').catch(undefinedIfUnknown);
    return parseJmxActivity({
      compactedBytes: await ask.one(`${metrics}:type=Compaction,name=BytesCompacted`, 'Count'),
      compactionWrittenBytes: await ofTables('CompactionBytesWritten'),
      flushedBytes: await ofTables('BytesFlushed'),
      streamedInBytes: await streamed('TotalIncomingBytes'),
      streamedOutBytes: await streamed('TotalOutgoingBytes'),
    });
  },
  'write-path': async (ask: Ask) => {
    const commitLog = (name: string) => `${metrics}:type=CommitLog,name=${name}`;
    const waits = commitLog('WaitingOnCommit');
    return parseJmxWritePath({
      commitWaits: await ask.one(waits, 'Count'),
      commitWaitP95Us: await ask.one(waits, '95thPercentile'),
      segmentWaits: await ask.one(commitLog('WaitingOnSegmentAllocation'), 'Count'),
      memtableWaits: await ask.one(
        `${metrics}:type=MemtablePool,name=BlockedOnAllocation`,
        'Count',
      ),
    });
  },
  'garbage-collection': async (ask: Ask) => {
    const collectors = 'java.lang:type=GarbageCollector,*';
    return parseJmxCollectors(
      await ask.each(collectors, 'CollectionCount'),
      await ask.each(collectors, 'CollectionTime'),
    );
  },
} as const satisfies {
  readonly [S in SourceId]?: (ask: Ask) => Promise<Parsed<SourceValues[S]>>;
};

export type BeanSource = keyof typeof questions;

export const beanSources = Object.keys(questions) as readonly BeanSource[];

/** Of a node whose JMX is not reached they are not to be had, which is no failure of the node. */
export async function askBeans(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  { jmx, noJmx }: Ways,
): Promise<Answers> {
  const answers: Answers = {};
  let given = noJmx;
  let timeOuts = 0;
  for (const source of beanSources.filter((each) => wanted.has(each))) {
    const answer = jmx && !given ? await askBean(context, jmx, source) : undefined;
    if (isTimeOut(answer)) timeOuts += 1;
    given ??= giveUp(answer, timeOuts);
    answers[source] = answer && !given ? by('jmx', answer) : withoutJmx(context, given);
  }
  return answers;
}

function isTimeOut(answer: Seen<unknown> | undefined): boolean {
  return answer?.kind === 'missing' && answer.why === 'timed-out';
}

/** For the reason that the others would have, too. */
function giveUp(answer: Seen<unknown> | undefined, timeOuts: number): Missing | undefined {
  if (answer?.kind !== 'missing') return undefined;
  return timeOuts >= 2 || isClosedDoor(answer) ? answer : undefined;
}

function withoutJmx(context: NodeContext, given: Missing | undefined): Missing {
  // A door that is closed is none of the node's doing; a wrong password and silence are to be told.
  const isTold = given?.why === 'authentication' || given?.why === 'timed-out';
  return missing(context, isTold ? given.why : 'unsupported', given?.detail ?? 'only JMX tells it');
}

async function askBean<S extends BeanSource>(context: NodeContext, jmx: JmxClient, source: S) {
  const question = questions[source] as (ask: Ask) => Promise<Parsed<SourceValues[S]>>;
  return await askFor(context, jmx, source, question);
}
