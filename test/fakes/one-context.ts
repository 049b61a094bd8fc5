import { nodeContext } from '../../src/execute/node-context.ts';
import type { GateJudgement } from '../../src/model/gate.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeNodes } from './fake-nodes.ts';

const pass: readonly GateJudgement[] = [{ gate: 'any', verdict: { kind: 'pass' } }];

/** The real NodeContext over one fake node; gates answer from `judgements`, the last one for ever. */
export function oneContext(
  options: {
    readonly targetVersion?: string;
    readonly judgements?: readonly (readonly GateJudgement[])[];
    readonly without?: 'stop' | 'running' | 'install' | 'configure' | 'start' | 'log';
  } = {},
) {
  const address = '10.0.0.1';
  const clock = fakeClock();
  const nodes = fakeNodes([address], clock);
  const said: string[] = [];
  const queue = [...(options.judgements ?? [pass])];
  const judge = () => Promise.resolve((queue.length > 1 ? queue.shift() : queue[0]) ?? pass);
  const [planned] = nodes.planned([]);
  if (!planned) throw new Error('no node');
  const commands = { ...planned.commands };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the missing command is the case
  if (options.without) delete commands[options.without];
  const hard = new AbortController();
  const context = nodeContext({
    node: { ...planned, commands },
    inventoryNode: {
      address,
      cqlAddress: address,
      cqlPort: 9042,
      nodetool: ['nodetool'],
      commands,
    },
    generationBefore: 1_000,
    targetVersion: options.targetVersion,
    clock,
    runner: nodes.runner,
    pollMs: 2_000,
    signal: hard.signal,
    look: nodes.look,
    say: (reason) => void said.push(reason),
    judgeAfter: judge,
    judgeSoak: judge,
  });
  return {
    context,
    clock,
    nodes,
    node: nodes.node(address),
    said,
    abort: () => {
      hard.abort(new Error('stop'));
    },
  };
}
