import { nodetoolOn } from '../../model/advice.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import { onceForEach } from '../../model/once-for-each.ts';
import type { AutoCompaction } from '../../model/readings.ts';
import { latestValue, spanMs } from '../../model/series.ts';
import { counted } from '../../model/counted.ts';
import { lastedText } from '../../model/lasted.ts';
import { listed } from '../wording.ts';
import {
  growthOf,
  isDrained,
  modeOf,
  sstableSamples,
  type NodeCompactions,
} from './node-compactions.ts';

type Table = AutoCompaction['tables'][number];

/** Before 4.0 Cassandra itself keeps its old table of hints so: it deletes them as they are handed over. */
const neverCompacted = 'system.hints';
/** More than this many tables of a keyspace are one finding. */
const mostSingleTables = 3;

const systemKeyspaces = new Set([
  'system',
  'system_schema',
  'system_auth',
  'system_distributed',
  'system_traces',
  'system_views',
  'system_virtual_schema',
]);

/**
 * DISABLED: no table without autocompaction goes unsaid. Pending tasks stay 0 there, so what shows
 * the harm is the count of SSTables. A drained node compacts nothing and is not judged.
 */
export function judgeDisabled(on: NodeCompactions): readonly Finding[] {
  if (isDrained(modeOf(on))) return [];
  const disabled = disabledTables(on);
  const isSystem = (table: Table) => systemKeyspaces.has(table.keyspace);
  const system = disabled.filter(isSystem);
  return [
    ...subjectsOf(disabled.filter((table) => !isSystem(table))).map(([subject, tables]) =>
      toFinding(on, subject, tables),
    ),
    ...(system.length > 0 ? [systemFinding(on, system)] : []),
  ];
}

export function disabledTables({ series, node }: NodeCompactions): readonly Table[] {
  const told = latestValue(series, node, 'autocompaction');
  return told ? disabledIn(told) : [];
}

/** Where all tables are compacted nodes may share one answer. */
const disabledIn = onceForEach(({ tables }: AutoCompaction): readonly Table[] =>
  tables.filter((table) => !table.running && nameOf(table) !== neverCompacted),
);

type Subject = readonly [subject: string, tables: readonly Table[]];

function subjectsOf(tables: readonly Table[]): readonly Subject[] {
  return [...groupBy(tables, (table) => table.keyspace)].flatMap(
    ([keyspace, of]): readonly Subject[] =>
      of.length > mostSingleTables
        ? [[`${keyspace}.*`, of]]
        : of.map((table) => [nameOf(table), [table]]),
  );
}

function toFinding(on: NodeCompactions, subject: string, tables: readonly Table[]): Finding {
  const grown = tables.filter((table) => growth(on, table) >= on.limits.sstableGrowth);
  const words =
    tables.length === 1 ? subject : `${counted(tables.length, 'table')} of ${subject.slice(0, -2)}`;
  return {
    detector: 'stalled-compaction',
    state: 'DISABLED',
    severity: grown.length > 0 ? 'critical' : 'warning',
    node: on.node,
    subject,
    summary: `autocompaction is not running for ${words}${growthWords(on, grown)}`,
    evidence: [
      { what: 'tables without autocompaction', value: listed(tables.map(nameOf)) },
      ...pendingEvidence(on),
      ...(grown.length > 0 ? grown : tables).slice(0, 5).map((table) => sstables(on, table)),
    ],
    advice: [
      nodetoolOn(on.node, 'statusautocompaction', '-a'),
      nodetoolOn(on.node, 'enableautocompaction', ...commandWords(subject)),
    ],
  };
}

function growthWords(on: NodeCompactions, grown: readonly Table[]): string {
  const [most] = grown.toSorted((a, b) => growth(on, b) - growth(on, a));
  if (!most) return '';
  const samples = samplesOf(on, most);
  const [from, to] = [samples[0]?.value ?? 0, samples.at(-1)?.value ?? 0];
  return `; SSTables of ${nameOf(most)} grew from ${from} to ${to} in ${lastedText(spanMs(samples))}`;
}

function systemFinding(on: NodeCompactions, tables: readonly Table[]): Finding {
  return {
    detector: 'stalled-compaction',
    state: 'DISABLED',
    severity: 'info',
    node: on.node,
    subject: 'system keyspaces',
    summary: `autocompaction is not running for ${counted(tables.length, 'table')} of system keyspaces`,
    evidence: [{ what: 'tables without autocompaction', value: listed(tables.map(nameOf)) }],
    advice: [
      nodetoolOn(on.node, 'statusautocompaction', '-a'),
      nodetoolOn(on.node, 'enableautocompaction'),
    ],
  };
}

function pendingEvidence({ looks }: NodeCompactions): readonly Evidence[] {
  const samples = looks.flatMap(({ at, value }) =>
    value.pending === undefined ? [] : [{ at, value: value.pending }],
  );
  const value = samples.at(-1)?.value;
  return value === undefined ? [] : [{ what: 'pending compactions', value, samples }];
}

function sstables(on: NodeCompactions, table: Table): Evidence {
  const samples = samplesOf(on, table);
  return {
    what: `SSTables of ${nameOf(table)}`,
    value: samples.at(-1)?.value ?? 'not seen',
    limit: `+${on.limits.sstableGrowth}`,
    samples,
  };
}

function growth(on: NodeCompactions, table: Table): number {
  return growthOf(samplesOf(on, table));
}

function samplesOf({ series, node }: NodeCompactions, { keyspace, table }: Table) {
  return sstableSamples(series, node, keyspace, table);
}

function nameOf({ keyspace, table }: Table): string {
  return `${keyspace}.${table}`;
}

/** `app`, `events`. A name that is no plain word must not get into a command that people paste. */
function commandWords(subject: string): readonly string[] {
  const words = subject.replace(/\.\*$/, '').split('.');
  return words.every((word) => /^\w+$/.test(word)) ? words : ['KEYSPACE', 'TABLE'];
}
