import type { Parsed } from '../model/parsed.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseJmxActivity, parseJmxCollectors, parseJmxWritePath } from '../parse/jmx-activity.ts';
import {
  connectionLimitAttributes,
  parseJmxClientLimits,
  parseJmxClientLoad,
  parseJmxRequestsInHand,
  requestLimitAttributes,
} from '../parse/jmx-protections.ts';
import type { JmxClient } from '../ports/jmx.ts';
import { askEach, by, type Answers, type Ways } from './ask-node.ts';
import { missing, type NodeContext } from './context.ts';
import { askFor, metrics, proxy, storage, type Ask } from './jmx-ask.ts';
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
  'client-load': async (ask: Ask) => {
    const client = (name: string, attribute: string) =>
      ask.one(`${metrics}:type=Client,name=${name}`, attribute).catch(undefinedIfUnknown);
    return parseJmxClientLoad({
      // Before 4.0 it begins with a small letter.
      connections:
        (await client('ConnectedNativeClients', 'Value')) ??
        (await client('connectedNativeClients', 'Value')),
      pauses:
        (await client('ConnectionPaused', 'Count')) ?? (await client('PausedConnections', 'Value')),
      discarded: await client('RequestDiscarded', 'Count'),
      timedOutInQueue: await client('TimedOutBeforeProcessing', 'Count'),
    });
  },
  'client-limits': async (ask: Ask) =>
    parseJmxClientLimits(
      await ask.some(proxy, connectionLimitAttributes),
      await ask.some(storage, requestLimitAttributes),
    ),
  'requests-in-hand': async (ask: Ask) => {
    const pool = `${metrics}:type=ThreadPools,path=transport,scope=Native-Transport-Requests`;
    return parseJmxRequestsInHand(
      await ask.one(`${pool},name=ActiveTasks`, 'Value'),
      await ask.one(`${pool},name=PendingTasks`, 'Value'),
    );
  },
} as const satisfies {
  readonly [S in SourceId]?: (ask: Ask) => Promise<Parsed<SourceValues[S]>>;
};

export type BeanSource = keyof typeof questions;

export const beanSources = Object.keys(questions) as readonly BeanSource[];

/**
 * Of a node whose JMX is not reached they are not to be had, which is no failure of the node; a wrong
 * password and silence are told.
 */
export async function askBeans(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  { jmx, noJmx }: Ways,
): Promise<Answers> {
  const sources = beanSources.filter((each) => wanted.has(each));
  if (!jmx) {
    // Where the inventory leads to JMX, the way that was chosen does not.
    const otherWay = context.node.jmx ? ': --via auto or --via jmx asks it' : '';
    const untold = missing(context, 'unsupported', `only JMX tells it${otherWay}`);
    return Object.fromEntries(sources.map((source) => [source, untold]));
  }
  const { answers } = await askEach(context, sources, noJmx, async (source) =>
    by('jmx', await askBean(context, jmx, source)),
  );
  return Object.fromEntries(
    Object.entries(answers).map(([source, answer]) => [source, excused(context, answer)]),
  );
}

function excused(context: NodeContext, answer: Seen<unknown>): Seen<unknown> {
  const isClosed = answer.kind === 'missing' && answer.why === 'unreachable';
  return isClosed ? missing(context, 'unsupported', answer.detail) : answer;
}

async function askBean<S extends BeanSource>(context: NodeContext, jmx: JmxClient, source: S) {
  const question = questions[source] as (ask: Ask) => Promise<Parsed<SourceValues[S]>>;
  return await askFor(context, jmx, source, question);
}
