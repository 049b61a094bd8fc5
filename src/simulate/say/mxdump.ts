import type { AbortedCompactions, JavaProcess, SSTableCounts } from '../../model/readings.ts';
import { printed, type Answer } from './answer.ts';
import { sayUnknownCommand } from './failure.ts';
import { prettyJson } from './pretty-json.ts';
import { isFrom } from './release.ts';

export const sstableCountQuery = 'org.apache.cassandra.metrics:type=Table,name=LiveSSTableCount,*';
export const abortedQuery = 'org.apache.cassandra.metrics:type=Compaction,name=Compactions*';
export const runtimeQuery = 'java.lang:type=Runtime';

/**
 * `nodetool sjk mxdump -q` of the gauge LiveSSTableCount of every table (4.0+). Their sum is a bean
 * too; beans come in no order, so its place among them may be given.
 */
export function saySSTableCounts(
  { tables }: SSTableCounts,
  release: string,
  sumAt = tables.length,
): Answer {
  const counts = tables.map(({ keyspace, table, liveSSTables }) =>
    gaugeOf(`keyspace=${keyspace},scope=${table},`, liveSSTables),
  );
  const sum = tables.reduce((total, { liveSSTables }) => total + liveSSTables, 0);
  return dump(counts.toSpliced(sumAt, 0, gaugeOf('', sum)), release, sstableCountQuery);
}

function gaugeOf(place: string, value: number): object {
  return {
    name: `org.apache.cassandra.metrics:type=Table,${place}name=LiveSSTableCount`,
    modelerType: 'org.apache.cassandra.metrics.CassandraMetricsRegistry$JmxGauge',
    Value: value,
  };
}

/** `nodetool sjk mxdump -q` of the counters CompactionsReduced and CompactionsAborted (4.0+). */
export function sayAbortedCompactions(
  { aborted, reduced }: AbortedCompactions,
  release: string,
): Answer {
  const counter = (name: string, count: number) => ({
    name: `org.apache.cassandra.metrics:type=Compaction,name=${name}`,
    modelerType: 'org.apache.cassandra.metrics.CassandraMetricsRegistry$JmxCounter',
    Count: count,
  });
  const beans = [counter('CompactionsReduced', reduced), counter('CompactionsAborted', aborted)];
  return dump(beans, release, abortedQuery);
}

/** `nodetool sjk mxdump -q java.lang:type=Runtime` (4.0+), with attributes beside the name. */
export function sayJavaProcess(
  { pid, host }: JavaProcess,
  release: string,
  attributes: Readonly<Record<string, unknown>> = runtimeAttributes,
): Answer {
  const bean = {
    name: runtimeQuery,
    modelerType: 'sun.management.RuntimeImpl',
    Name: `${pid}@${host}`,
    ...attributes,
  };
  return dump([bean], release, runtimeQuery);
}

const runtimeAttributes = {
  BootClassPathSupported: false,
  VmName: 'OpenJDK 64-Bit Server VM',
  ManagementSpecVersion: '3.0',
  SpecName: 'Java Virtual Machine Specification',
  SpecVersion: '17',
  InputArguments: ['-ea', '-Xss512k'],
  SystemProperties: [
    { key: 'java.specification.version', value: '17' },
    { key: 'sun.java.command', value: 'org.apache.cassandra.service.CassandraDaemon' },
  ],
};

function dump(beans: readonly object[], release: string, query: string): Answer {
  if (!isFrom(release, 4, 0)) return sayUnknownCommand(['sjk', 'mxdump', '-q', query]);
  return printed(`${prettyJson({ beans })}\n`);
}
