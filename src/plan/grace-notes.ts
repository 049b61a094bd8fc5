import { longestDownMs } from '../model/limits.ts';
import type { MaintenanceWindow } from '../model/maintenance-window.ts';
import { thoughtToTake } from '../model/node-takes.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { wordsOf, type SourceValues } from '../model/snapshot.ts';
import { wavesOf } from '../model/waves.ts';
import type { PlanRequest } from './request.ts';

type Table = SourceValues['schema-tables']['tables'][number];

/** What a plan has by then. */
type Planned = Pick<Plan, 'nodes' | 'after'> & { readonly window: MaintenanceWindow | undefined };

/**
 * Tables that keep tombstones for less than a node may be down, or than the roll may take. A hint is applied only
 * while it is younger than the smallest gc_grace_seconds of its tables (Hint.isLive), so for the first the hint window
 * does not help; after gc_grace_seconds without a repair what was deleted may come back (`repaired-recently`).
 * Both times are the most that the limits allow.
 */
export function graceNotes(
  { snapshot, limits }: Pick<PlanRequest, 'snapshot' | 'limits'>,
  { nodes, after, window }: Planned,
): readonly string[] {
  const stopped = nodes.filter(({ steps }) => steps.some(({ kind }) => kind === 'stop'));
  if (stopped.length === 0) return [];
  const [tables] = [...wordsOf(snapshot, 'schema-tables').keys()].map((seen) => seen.tables);
  if (!tables) return [notSeen];
  const downMs = longestDownMs(limits);
  const takenMs = ({ steps }: PlannedNode) =>
    thoughtToTake(window ?? {}, { steps, after }, limits).ms;
  // Those of a wave side by side: as long as the one of them that takes longest.
  const rollMs = wavesOf(stopped)
    .map((wave) => Math.max(...wave.map(takenMs)))
    .reduce((sum, ms) => sum + ms, 0);
  const own = replicated(tables, snapshot);
  const [short, others] = [
    own.filter(isShorter(downMs)),
    own.filter((one) => !isShorter(downMs)(one)),
  ];
  return [
    ...noteOf(
      short,
      `a node may be down for ${minutes(downMs)}: hints that are older are not applied, so what it misses there stays missing, and what was deleted may come back, until it is repaired`,
    ),
    ...noteOf(
      others.filter(isShorter(rollMs)),
      `the roll of ${stopped.length} nodes may take ${minutes(rollMs)}: where repairs stand still meanwhile, repair before it, or what was deleted may come back`,
    ),
  ].map(printable);
}

const notSeen =
  'gc_grace_seconds of the tables was not seen (system_schema.tables by CQL): whether tombstones outlive a node that is down is not known';

/** Of Cassandra's own keyspaces traces alone are nobody's loss. */
function replicated(tables: readonly Table[], snapshot: PlanRequest['snapshot']): readonly Table[] {
  const keyspaces = [...wordsOf(snapshot, 'keyspaces').keys()].flatMap((seen) => seen.keyspaces);
  const local = keyspaces.filter(({ replication }) => replication.kind === 'local');
  const left = new Set([
    'system',
    'system_schema',
    'system_traces',
    ...local.map(({ name }) => name),
  ]);
  return tables.filter(({ keyspace }) => !left.has(keyspace));
}

function isShorter(ms: number): (table: Table) => boolean {
  return ({ gcGraceSeconds }) => gcGraceSeconds * 1_000 < ms;
}

/** The shortest is named. */
function noteOf(tables: readonly Table[], what: string): readonly string[] {
  const [first, ...more] = tables.toSorted((a, b) => a.gcGraceSeconds - b.gcGraceSeconds);
  if (!first) return [];
  const { keyspace, table, gcGraceSeconds } = first;
  const others = more.length === 0 ? '' : ` (and ${more.length} more, none shorter)`;
  return [
    `gc_grace_seconds of ${keyspace}.${table} is ${gcGraceSeconds} (${minutes(gcGraceSeconds * 1_000)})${others}, and ${what}`,
  ];
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}
