import { groupBy } from '../../model/group-by.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Limits } from '../../model/limits.ts';
import { onceForEach } from '../../model/once-for-each.ts';
import type { RuleFinding } from '../../model/rule-finding.ts';
import { nodeOf, type Snapshot, type SourceId, type SourceValues } from '../../model/snapshot.ts';
import type { Seen } from '../../model/seen.ts';
import type { CassandraVersion } from '../../model/version.ts';
import type { Member } from '../members.ts';

/** All that a rule is judged by. */
export interface RuleContext {
  readonly snapshot: Snapshot;
  readonly inventory: Inventory;
  readonly limits: Limits;
  /** Those that are up. */
  readonly members: readonly Member[];
  /** Addresses of those that are down, and may be. */
  readonly down: ReadonlySet<string>;
  /** Those that are rolled and do not run the target yet; never empty, all on one release. */
  readonly behind: readonly Member[];
  readonly from: CassandraVersion;
  readonly target: CassandraVersion;
  /** Release lines. */
  readonly fromLine: string;
  readonly toLine: string;
}

/** Why a rule does not hold, or is not known to; `fix` where it is another than that of the rule. */
export interface Judged extends Pick<RuleFinding, 'what' | 'nodes'> {
  readonly verdict: 'broken' | 'cannot-tell' | 'not-judged';
  readonly fix?: string;
}

/** Empty: the rule holds. */
export type Check = (context: RuleContext) => readonly Judged[];

export function broken(what: string, nodes: readonly string[] = [], fix?: string): Judged {
  return { verdict: 'broken', what, nodes, ...(fix === undefined ? {} : { fix }) };
}

export function cannotTell(what: string, nodes: readonly string[] = []): Judged {
  return { verdict: 'cannot-tell', what, nodes };
}

/**
 * What is wrong with the answer of each node, as words; alike ones are told once, with their nodes. Judged by the
 * answer alone, so the very same value, which many nodes may give, is judged once.
 */
export function ofEach<S extends SourceId>(
  context: RuleContext,
  nodes: readonly Pick<Member, 'address'>[],
  source: S,
  judge: (value: SourceValues[S]) => readonly string[],
): readonly Judged[] {
  return ofEachNode(context, nodes, source, onceForEach(judge));
}

/** Where what is judged hangs on the node and not on its answer alone. */
export function ofEachNode<S extends SourceId>(
  { snapshot }: RuleContext,
  nodes: readonly Pick<Member, 'address'>[],
  source: S,
  judge: (value: SourceValues[S], address: string) => readonly string[],
): readonly Judged[] {
  const all = nodes.flatMap(({ address }) => {
    const seen = nodeOf(snapshot, address)?.sources[source];
    return seen?.kind === 'seen'
      ? judge(seen.value, address).map((what) => broken(what, [address]))
      : [cannotTell(whyNot(source, seen), [address])];
  });
  return together(all);
}

/** The same of what every node knows alike: the first that answers will do. */
export function ofAny<S extends SourceId>(
  { snapshot }: RuleContext,
  source: S,
  judge: (value: SourceValues[S]) => readonly string[],
): readonly Judged[] {
  let first: Seen<unknown> | undefined;
  for (const { sources } of snapshot.nodes) {
    const answer: Seen<SourceValues[S]> | undefined = sources[source];
    if (answer?.kind === 'seen') return judge(answer.value).map((what) => broken(what));
    first ??= answer;
  }
  return [cannotTell(whyNot(source, first))];
}

/** What files say, of nodes for which the inventory says where they are. */
export function ofFiles<S extends 'config-files' | 'java-version' | 'sstable-files'>(
  context: RuleContext,
  source: S,
  judge: (value: SourceValues[S], address: string) => readonly string[],
): readonly Judged[] {
  const declared = withFiles(context);
  const others = context.behind.filter((member) => !declared.includes(member));
  return [
    ...ofEachNode(context, declared, source, judge),
    ...(others.length === 0 ? [] : [filesNotDeclared(others.map(({ address }) => address))]),
  ];
}

/** Nodes with files whose other word, against which the files are held, did not come. */
export function lackingBeside(context: RuleContext, source: SourceId): readonly Judged[] {
  return ofEach(context, withFiles(context), source, () => []);
}

function withFiles({ inventory, behind }: RuleContext): readonly Member[] {
  const places = new Set(
    inventory.nodes.filter(({ files }) => files !== undefined).map(({ address }) => address),
  );
  return behind.filter(({ address }) => places.has(address));
}

function filesNotDeclared(nodes: readonly string[]): Judged {
  return {
    verdict: 'not-judged',
    what: 'the inventory does not say where the files are',
    nodes,
    fix: 'add files: {config: /etc/cassandra, ...} to the inventory (docs/inventory.md)',
  };
}

function whyNot(source: SourceId, seen: Seen<unknown> | undefined): string {
  if (seen?.kind === 'missing') return `${source} did not come, ${seen.why}: ${seen.detail}`;
  return `${source} was not asked for`;
}

function together(all: readonly Judged[]): readonly Judged[] {
  const alike = groupBy(all, ({ verdict, what }) => `${verdict} ${what}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, nodes: same.flatMap(({ nodes }) => nodes) }] : [];
  });
}
