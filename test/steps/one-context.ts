import { nodeContext } from '../../src/execute/node-context.ts';
import type { GateJudgement, Reach } from '../../src/model/gate.ts';
import type { InventoryNode } from '../../src/model/inventory.ts';
import type { Seen } from '../../src/model/seen.ts';
import type { SourceId, SourceValues } from '../../src/model/snapshot.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { isRunning, modeOf } from '../../src/simulate/life.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { clusterOf, simulatedFrom } from '../simulate/simulated.ts';

const pass: readonly GateJudgement[] = [{ gate: 'any', verdict: { kind: 'pass' } }];

export const address = '10.0.0.1';

/** Of a wait that ends with its limit: looks are 2 s apart, and what each asks takes less than another. */
export const justOver = (limitMs: number) => (ms: number) => ms >= limitMs && ms < limitMs + 4_000;

export const seen = (value: unknown) => ({ kind: 'seen', at: 0, value });
export const missing = (detail: string, why = 'failed') => ({
  kind: 'missing',
  at: 0,
  why,
  detail,
});

/** Commands by their names alone, so that the texts about them are short. */
const commands = {
  stop: ['stop'],
  running: ['running'],
  fetch: ['fetch', '{version}'],
  quiesce: ['quiesce'],
  unquiesce: ['unquiesce'],
  install: ['install', '{version}'],
  configure: ['configure', '{version}'],
  clearCompactionHistory: ['clear-history'],
  storageCompatibility: ['set-mode', '{mode}'],
  start: ['start'],
  log: ['log'],
};

type Command = keyof typeof commands;

const inventoryNode: InventoryNode = {
  address,
  cqlAddress: address,
  cqlPort: 9042,
  nodetool: ['nodetool'],
  commands,
};

/** The real NodeContext over one simulated node; gates answer from `judgements`, the last one for ever. */
export function oneContext(
  options: {
    readonly targetVersion?: string;
    readonly fatalBefore?: string;
    readonly judgements?: readonly (readonly GateJudgement[])[];
    readonly without?: Command | readonly Command[];
    readonly faults?: readonly Fault[];
    readonly isSoaked?: boolean;
    readonly others?: () => Promise<readonly GateJudgement[]>;
  } = {},
) {
  const state = clusterOf({ dcs: { dc1: { rack1: 1 } } }, options.faults);
  const world = simulatedFrom(state, undefined, [inventoryNode]);
  const { clock } = world;
  const said: string[] = [];
  const queue = [...(options.judgements ?? [pass])];
  const reaches: Reach[] = [];
  const judge = (reach: Reach) => {
    reaches.push(reach);
    return Promise.resolve((queue.length > 1 ? queue.shift() : queue[0]) ?? pass);
  };
  const hard = new AbortController();
  const context = nodeContext({
    node: plannedNode(state, options.without),
    inventoryNode,
    runId: 'r1',
    minFreePercent: 10,
    generationBefore: state.nodes[0]?.lives.at(-1)?.generation,
    fatalBefore: () => options.fatalBefore,
    targetVersion: options.targetVersion,
    clock,
    runner: world.runner,
    jobOf: (kind) => ({ folder: '/jobs', name: kind }),
    pollMs: 2_000,
    signal: hard.signal,
    look: (needs) => world.look([...needs(address)]),
    say: (reason) => void said.push(reason),
    isSoaked: options.isSoaked ?? false,
    judgeClosed: () => judge('all'),
    judgeOthers: options.others ?? (() => Promise.resolve([])),
    judgeAfter: judge,
    judgeSoak: judge,
  });
  const node = () => world.cluster.node(address);
  return {
    context,
    clock,
    said,
    /** Of whom the gates asked, look by look. */
    reaches,
    installed: () => node()?.installed,
    /** Whether nodetool keeps clients out, and what else it left on the node. */
    isClosed: () => node()?.lives.at(-1)?.closedAt !== undefined,
    isOutOfBalancer: () => node()?.isOutOfBalancer === true,
    snapshots: () => node()?.snapshots ?? [],
    rewrite: () => node()?.lives.at(-1)?.rewrite,
    /** The context, with other answers to some questions; undefined: as the node says. */
    answering: (answer: (source: SourceId) => unknown) => ({
      ...context,
      ask: async <S extends SourceId>(source: S) =>
        (answer(source) as Seen<SourceValues[S]> | undefined) ?? (await context.ask(source)),
    }),
    storageMode: () => node()?.compatibility,
    /** `stopped` when there is no process. */
    mode: () => {
      const life = node()?.lives.at(-1);
      return isRunning(life, clock.now()) ? modeOf(life, clock.now()) : 'stopped';
    },
    /** What somebody does by hand, one after the other. */
    byHand: async (...lines: readonly string[]) => {
      for (const line of lines) {
        const argv = line.split(' ');
        await world.runner.run({ node: address, argv, timeoutMs: 600_000 });
      }
    },
    abort: () => {
      hard.abort(new Error('stop'));
    },
  };
}

function plannedNode({ nodes }: ClusterState, without: Command | readonly Command[] = []) {
  const [node] = nodes;
  if (!node) throw new Error('no node');
  const { hostId, dc, rack, tokens, installed } = node;
  const fetch = ['fetch', '5.0.8'];
  const filled = {
    ...commands,
    fetch,
    install: ['install', '5.0.8'],
    configure: ['configure', '5.0.8'],
    storageCompatibility: ['set-mode', 'UPGRADING'],
  };
  const own = Object.entries(filled).filter(
    ([name]) => ![without].flat().includes(name as Command),
  );
  return {
    ...{ address, hostId, dc, rack, tokenCount: tokens.length, fromVersion: installed },
    ...{ reason: 'its turn', steps: [], commands: Object.fromEntries(own) },
  };
}
