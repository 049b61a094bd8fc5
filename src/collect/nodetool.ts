import type { Parsed } from '../model/parsed.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseCompactionStats } from '../parse/compactionstats.ts';
import { parseAbortedCompactions } from '../parse/aborted-compactions.ts';
import { parseCompactionThroughput } from '../parse/compaction-throughput.ts';
import { parseDescribeCluster } from '../parse/describecluster.ts';
import { parseGossipInfo } from '../parse/gossipinfo.ts';
import { parseInfo } from '../parse/info.ts';
import { parseJavaProcess } from '../parse/java-process.ts';
import { parseListPendingHints } from '../parse/listpendinghints.ts';
import { parseProxyHistograms } from '../parse/proxyhistograms.ts';
import { parseNetstats } from '../parse/netstats.ts';
import { nodetoolFailure } from '../parse/nodetool-failure.ts';
import { parseSSTableCounts } from '../parse/sstable-counts.ts';
import { parseStatus } from '../parse/status.ts';
import { parseStatusAutoCompaction } from '../parse/statusautocompaction.ts';
import { parseStatusHandoff } from '../parse/statushandoff.ts';
import { parseThreadDump } from '../parse/thread-dump.ts';
import { parseTpstats } from '../parse/tpstats.ts';
import { runOnNode } from './command.ts';
import { missing, seen, unknownTo, type NodeContext, type UnreadableAnswer } from './context.ts';

interface Question<T> {
  readonly args: readonly string[];
  readonly parse: (text: string) => Parsed<T>;
  /** Asked instead when the answer is a failure that matches. */
  readonly otherwise?: { readonly when: RegExp; readonly args: readonly string[] };
}

/**
 * In the order in which they are asked: what tells most of a node in trouble comes first, and
 * describecluster, which waits for dead peers, last.
 */
const questions = {
  status: { args: ['status'], parse: parseStatus },
  info: { args: ['info'], parse: parseInfo },
  netstats: { args: ['netstats'], parse: parseNetstats },
  gossipinfo: { args: ['gossipinfo'], parse: parseGossipInfo },
  compactionstats: { args: ['compactionstats'], parse: parseCompactionStats },
  tpstats: { args: ['tpstats'], parse: parseTpstats },
  autocompaction: { args: ['statusautocompaction', '-a'], parse: parseStatusAutoCompaction },
  'pending-hints': { args: ['listpendinghints'], parse: parseListPendingHints },
  'hinted-handoff': { args: ['statushandoff'], parse: parseStatusHandoff },
  'compaction-throughput': {
    args: ['getcompactionthroughput'],
    parse: parseCompactionThroughput,
    // 4.1 and later refuse to round a rate that is no whole number of MiB/s.
    otherwise: { when: /Use the -d flag/, args: ['getcompactionthroughput', '-d'] },
  },
  'aborted-compactions': {
    args: ['sjk', 'mxdump', '-q', 'org.apache.cassandra.metrics:type=Compaction,name=Compactions*'],
    parse: parseAbortedCompactions,
  },
  'sstable-counts': {
    args: [
      'sjk',
      'mxdump',
      '-q',
      'org.apache.cassandra.metrics:type=Table,name=LiveSSTableCount,*',
    ],
    parse: parseSSTableCounts,
  },
  'java-process': {
    args: ['sjk', 'mxdump', '-q', 'java.lang:type=Runtime'],
    parse: parseJavaProcess,
  },
  'compaction-stacks': {
    args: [
      ...['sjk', 'mx', '-b', 'com.sun.management:type=DiagnosticCommand'],
      ...['-mc', '-op', 'threadPrint', '-a', ''],
    ],
    parse: parseThreadDump,
  },
  'client-requests': { args: ['proxyhistograms'], parse: parseProxyHistograms },
  describecluster: { args: ['describecluster'], parse: parseDescribeCluster },
} as const satisfies { readonly [S in SourceId]?: Question<SourceValues[S]> };

export type NodetoolSource = keyof typeof questions;

export const nodetoolSources = Object.keys(questions) as readonly NodetoolSource[];

/** One nodetool. */
export async function askNodetool<S extends NodetoolSource>(
  context: NodeContext,
  source: S,
): Promise<Seen<SourceValues[S]>> {
  return await askNodetoolFor(context, source, questions[source] as Question<SourceValues[S]>);
}

/** One nodetool with a question of one's own. */
export async function askNodetoolFor<T>(
  context: NodeContext,
  source: UnreadableAnswer['source'],
  question: Question<T>,
): Promise<Seen<T>> {
  const { otherwise, ...first } = question;
  const ran = await runOnNode(context, [...context.node.nodetool, ...question.args]);
  if (ran.kind === 'missing') return ran;
  const { code, stdout, stderr } = ran.value;
  if (code !== 0 && otherwise?.when.test(stderr + stdout)) {
    return await askNodetoolFor(context, source, { ...first, args: otherwise.args });
  }
  if (code !== 0) {
    const { why, detail } = nodetoolFailure(stdout, stderr, code);
    return why === 'unsupported'
      ? unknownTo(context, source, 'nodetool', detail)
      : missing(context, why, detail);
  }
  return readable(context, source, stdout, question.parse(stdout));
}

/** An answer that is not understood is missing, and shown to whoever keeps the debug log. */
export function readable<T>(
  context: NodeContext,
  source: UnreadableAnswer['source'],
  text: string,
  parsed: Parsed<T>,
): Seen<T> {
  if (parsed.kind === 'parsed') return seen(context, parsed.value);
  const { line, why } = parsed;
  context.onUnreadable?.({ node: context.node.address, source, line, why, text });
  return missing(context, 'unreadable', `${why}: "${line.trim().slice(0, 200)}"`);
}
