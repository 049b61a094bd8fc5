import { nodetoolLine } from '../model/advice.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { PlannedNode } from '../model/plan.ts';
import type { Seen } from '../model/seen.ts';
import { nodeOf, type SourceId, type SourceValues } from '../model/snapshot.ts';
import type { StepKind } from '../model/step.ts';
import type { Clock } from '../ports/clock.ts';
import type { RemoteJobPlace, Runner } from '../ports/runner.ts';
import type { NodeContext } from '../steps/step.ts';
import type { Look, Needs } from './asked.ts';

export interface ContextParts {
  readonly node: PlannedNode;
  readonly runId: string;
  readonly minFreePercent: number;
  readonly inventoryNode: InventoryNode;
  readonly generationBefore: number | undefined;
  readonly fatalBefore: NodeContext['fatalBefore'];
  readonly targetVersion: string | undefined;
  readonly clock: Clock;
  readonly runner: Runner;
  /** Where a command that changes something is kept on the node's machine. */
  readonly jobOf: (kind: StepKind, argv: readonly string[]) => RemoteJobPlace;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  /** Looks at this node alone. */
  readonly look: Look;
  readonly say: (reason: string) => void;
  readonly isSoaked: boolean;
  readonly judgeClosed: NodeContext['judgeClosed'];
  readonly judgeOthers: NodeContext['judgeOthers'];
  readonly judgeAfter: NodeContext['judgeAfter'];
  readonly judgeSoak: NodeContext['judgeSoak'];
  readonly compare?: NonNullable<NodeContext['compare']>;
}

/** A node as steps meet it: commands through the runner, questions through the collectors. */
export function nodeContext(parts: ContextParts): NodeContext {
  const { node, inventoryNode, runner, clock } = parts;
  const ask = <S extends SourceId>(source: S) => askNode(parts, source);
  const run: NodeContext['run'] = (argv, timeoutMs) =>
    runner.run({ node: node.address, argv, timeoutMs });
  return {
    ...parts,
    isReached: inventoryNode.reach !== undefined,
    clock,
    run,
    act: (kind, argv, timeoutMs) =>
      runner.run({ node: node.address, argv, timeoutMs, job: parts.jobOf(kind, argv) }),
    nodetoolCall: (args) => [...inventoryNode.nodetool, ...args],
    nodetoolLine: (args) => nodetoolLine(inventoryNode.nodetool, args, inventoryNode.reach),
    typedLine: (argv) => nodetoolLine(argv, [], inventoryNode.reach),
    ask,
    mode: async () => map(await ask('netstats'), ({ mode }) => mode),
    self: async () =>
      map(await ask('cql-local'), ({ gossipGeneration, releaseVersion }) => ({
        generation: gossipGeneration,
        releaseVersion,
      })),
  };
}

async function askNode<S extends SourceId>(
  { look, node, clock }: ContextParts,
  source: S,
): Promise<Seen<SourceValues[S]>> {
  const snapshot = await look(onlyFor(source), false);
  const seen = nodeOf(snapshot, node.address)?.sources[source];
  return (
    seen ?? {
      kind: 'missing',
      at: clock.now(),
      why: 'failed',
      detail: `${source} was not answered`,
    }
  );
}

/** One for each: what is asked for again is known by it. */
const onlyNeeds = new Map<SourceId, Needs>();

function onlyFor(source: SourceId): Needs {
  const needs = onlyNeeds.get(source) ?? needsOf(new Set([source]));
  onlyNeeds.set(source, needs);
  return needs;
}

function needsOf(only: ReadonlySet<SourceId>): Needs {
  return () => only;
}

function map<A, B>(seen: Seen<A>, to: (value: A) => B): Seen<B> {
  return seen.kind === 'seen' ? { ...seen, value: to(seen.value) } : seen;
}
