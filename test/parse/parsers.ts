import type { Parsed } from '../../src/model/parsed.ts';
import { parseCompactionStats } from '../../src/parse/compactionstats.ts';
import { parseAbortedCompactions } from '../../src/parse/aborted-compactions.ts';
import { parseCompactionThroughput } from '../../src/parse/compaction-throughput.ts';
import { parseDescribeCluster } from '../../src/parse/describecluster.ts';
import { parseDescribeRing } from '../../src/parse/describering.ts';
import { parseGossipInfo } from '../../src/parse/gossipinfo.ts';
import { parseInfo } from '../../src/parse/info.ts';
import { parseJavaProcess } from '../../src/parse/java-process.ts';
import { parseListPendingHints } from '../../src/parse/listpendinghints.ts';
import { parseListSnapshots } from '../../src/parse/listsnapshots.ts';
import { parseProxyHistograms } from '../../src/parse/proxyhistograms.ts';
import { parseNetstats } from '../../src/parse/netstats.ts';
import { parseSSTableCounts } from '../../src/parse/sstable-counts.ts';
import { parseStatus } from '../../src/parse/status.ts';
import { parseStatusHandoff } from '../../src/parse/statushandoff.ts';
import { parseStatusAutoCompaction } from '../../src/parse/statusautocompaction.ts';
import { parseTpstats } from '../../src/parse/tpstats.ts';

/** Parser by the name a recorded file begins with. */
export const parsers = {
  status: parseStatus,
  info: parseInfo,
  compactionstats: parseCompactionStats,
  tpstats: parseTpstats,
  netstats: parseNetstats,
  describecluster: parseDescribeCluster,
  gossipinfo: parseGossipInfo,
  statushandoff: parseStatusHandoff,
  statusautocompaction: parseStatusAutoCompaction,
  getcompactionthroughput: parseCompactionThroughput,
  listpendinghints: parseListPendingHints,
  listsnapshots: parseListSnapshots,
  proxyhistograms: parseProxyHistograms,
  describering: parseDescribeRing,
  'sjk-mxdump--live-sstable-count': parseSSTableCounts,
  'sjk-mxdump--runtime': parseJavaProcess,
  'sjk-mxdump--aborted-compactions': parseAbortedCompactions,
} as const;

/** `status--drained.txt` is read by the parser of status. */
export function parserOf(file: string): ((text: string) => Parsed<unknown>) | undefined {
  const stem = file.replace(/\.txt$/, '');
  const [command = ''] = stem.split('--');
  const named = new Map<string, (text: string) => Parsed<unknown>>(Object.entries(parsers));
  return named.get(stem) ?? named.get(command);
}

export function valueOf<T>(parsed: Parsed<T>): T {
  if (parsed.kind === 'parsed') return parsed.value;
  throw new Error(`${parsed.why}: ${parsed.line}`);
}
