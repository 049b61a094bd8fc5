import type { CompactionTask } from '../../model/readings.ts';
import { nodeOf } from '../../model/snapshot.ts';
import { valueOf } from '../../model/seen.ts';
import { groupBy } from '../../model/group-by.ts';
import { lineOfRelease } from '../../model/version.ts';
import { isOfRepair } from '../../rules/repair-tasks.ts';
import { ofEach, type Check, type Judged, type RuleContext } from './check.ts';

/** Between two release lines there are two by nature, one each. */
export const oneSchema: Check = (context) => {
  const lines = new Map(
    context.members.map(({ address, release }) => [address, lineOfRelease(release)]),
  );
  return ofEach(context, context.members, 'describecluster', ({ schemaVersions, unreachable }) => {
    const told = schemaVersions.flatMap(({ version, addresses }) =>
      addresses.map((address) => ({ version, line: lines.get(address) ?? 'no node of the plan' })),
    );
    const missed = unreachable.filter((address) => !context.down.has(address));
    const byLine = groupBy(told, ({ line }) => line);
    return [
      ...[...byLine].flatMap(([line, those]) => {
        const count = new Set(those.map(({ version }) => version)).size;
        return count === 1 ? [] : [`it sees ${count} versions of the schema on ${line}`];
      }),
      ...(told.length === 0 ? ['it tells no version of the schema'] : []),
      ...(missed.length === 0 ? [] : [`it cannot reach ${missed.join(', ')}`]),
    ];
  });
};

/** What the others see of it, up and normal, every plan needs: `members.ts`. */
export const noRangeMovement: Check = (context) =>
  ofEach(context, context.members, 'netstats', ({ mode }) =>
    mode === 'NORMAL' ? [] : [`its mode is ${mode}`],
  );

export const noStreams: Check = (context) =>
  ofEach(context, context.members, 'netstats', ({ streams }) =>
    streams.length === 0 ? [] : [`it streams: ${[...new Set(streams)].join(', ')}`],
  );

export const noRepair: Check = (context) => [
  ...ofTasks(context, isOfRepair),
  ...ofEach(context, repairTablesOf(context), 'repair-sessions', ({ sessions }) =>
    sessions
      .filter(({ isOpen }) => isOpen)
      .map(({ id, coordinator }) => `repair ${id} of ${coordinator} is not over`),
  ),
];

/** Before 4.0 there are no sessions that a node keeps: validations are all there is to see. */
function repairTablesOf({ members, from }: RuleContext): RuleContext['members'] {
  return from.major >= 4 ? members : [];
}

const rewrites =
  /cleanup|scrub|upgrade sstables|garbage|relocate|index build|view build|verify|rewrite/;

export const noSSTableRewrite: Check = (context) =>
  ofTasks(context, ({ kind }) => rewrites.test(kind));

/** By CQL, else by JMX or nodetool, which are asked when the table does not answer. */
function ofTasks(
  context: RuleContext,
  isMeant: (task: CompactionTask) => boolean,
): readonly Judged[] {
  const words = (tasks: readonly CompactionTask[]) =>
    tasks
      .filter(isMeant)
      .map(({ kind, keyspace, table }) => `${kind} of ${keyspace}.${table} runs`);
  const hasStats = ({ address }: { readonly address: string }) =>
    valueOf(nodeOf(context.snapshot, address)?.sources.compactionstats) !== undefined;
  const withStats = context.members.filter(hasStats);
  const others = context.members.filter((member) => !hasStats(member));
  return [
    ...ofEach(context, withStats, 'compactionstats', ({ active }) => words(active)),
    ...ofEach(context, others, 'sstable-tasks', ({ tasks }) => words(tasks)),
  ];
}
