import { outcomeLog } from '../model/client-metrics.ts';
import { groupBy } from '../model/group-by.ts';
import type { Inventory } from '../model/inventory.ts';
import { notRecorded, type RecordedInventory } from '../model/recording.ts';
import type { Clock } from '../ports/clock.ts';
import { CqlError, type Cql, type CqlSession } from '../ports/cql.ts';
import { closedJmx } from '../ports/jmx.ts';
import type { Runner } from '../ports/runner.ts';
import {
  plainLog,
  plainNodetool,
  type ConnectAnswer,
  type QueryAnswer,
  type Recording,
  type RecordingLine,
  type RunAnswer,
} from './format.ts';
import type { AskingPorts } from './recorder.ts';

/**
 * The same ports, answered by a recording: the same question gets its answers in the order in which
 * they came, and no sooner than they came. What was not recorded is missing, with that reason.
 */
export function playbackPorts({ lines }: Recording, clock: Clock): AskingPorts {
  const [runner, cql] = [playbackRunner(lines, clock), playbackCql(lines, clock)];
  return { clock, runner, cql, jmx: closedJmx };
}

/** The inventory as far as it was recorded; nothing in it leads to a node. */
export function playedInventory({ nodes, ...rest }: RecordedInventory): Inventory {
  return {
    ...rest,
    transport: 'local',
    cql: {},
    jmx: {},
    via: 'auto',
    nodes: nodes.map(({ hasLog, ...node }) => ({
      ...node,
      nodetool: plainNodetool(node.address),
      commands: hasLog ? { log: plainLog } : {},
    })),
  };
}

type Answer = RunAnswer | ConnectAnswer | QueryAnswer;

/** The answers to each question, one after the other; undefined when there are no more. */
function inTurn<A>(answers: readonly A[], keyOf: (answer: A) => string) {
  const queues = groupBy(answers, keyOf);
  const given = new Map<string, number>();
  return {
    next(key: string): A | undefined {
      const at = given.get(key) ?? 0;
      given.set(key, at + 1);
      return queues.get(key)?.[at];
    },
    last: (key: string): A | undefined => queues.get(key)?.at(-1),
  };
}

function playbackRunner(lines: readonly RecordingLine[], clock: Clock): Runner {
  const keyOf = ({ node, argv }: Pick<RunAnswer, 'node' | 'argv'>) => JSON.stringify([node, argv]);
  const runs = inTurn(
    lines.filter((line) => line.kind === 'run'),
    keyOf,
  );
  return {
    async run({ node = '', argv, signal }) {
      const answer = runs.next(keyOf({ node, argv }));
      if (!answer) return { kind: 'unreachable', reason: notRecorded };
      try {
        await comeTo(answer, clock, signal);
      } catch {
        return { kind: 'cancelled' };
      }
      return answer.result;
    },
  };
}

function playbackCql(lines: readonly RecordingLine[], clock: Clock): Cql {
  const connects = inTurn(
    lines.filter((line) => line.kind === 'connect'),
    ({ address }) => address,
  );
  const queries = inTurn(
    lines.filter((line) => line.kind === 'query'),
    queryKey,
  );
  return {
    async connect({ addresses }) {
      const address = addresses.join();
      // A door that is tried once more is as it was; what is asked behind it has answers of its own.
      const answer = connects.next(address) ?? connects.last(address);
      if (!answer) throw new CqlError('other', notRecorded, address);
      await comeTo(answer, clock);
      throwRecorded(answer, address);
      return playbackSession(address, queries, clock);
    },
  };
}

function queryKey({ address, query }: Pick<QueryAnswer, 'address' | 'query'>): string {
  return JSON.stringify([address, query]);
}

/** Requests that were not recorded are no outcomes: nobody made them. */
function playbackSession(
  address: string,
  queries: ReturnType<typeof inTurn<QueryAnswer>>,
  clock: Clock,
): CqlSession {
  const outcomes = outcomeLog();
  return {
    async execute({ query }) {
      const answer = queries.next(queryKey({ address, query }));
      if (!answer) throw new CqlError('other', notRecorded, address);
      await comeTo(answer, clock);
      const { at, ms, coordinator, error, rows = [] } = answer;
      const failed = error && { errorClass: error.errorClass };
      outcomes.add({ at: at + ms, coordinator, latencyMs: ms, ...failed });
      throwRecorded(answer, coordinator);
      return { rows, coordinator };
    },
    takeOutcomes: outcomes.take,
    close: () => Promise.resolve(),
  };
}

function throwRecorded({ error }: ConnectAnswer | QueryAnswer, coordinator: string): void {
  if (error) throw new CqlError(error.errorClass, error.message, coordinator);
}

async function comeTo({ at, ms }: Answer, clock: Clock, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const leftMs = at + ms - clock.now();
  if (leftMs > 0) await clock.sleep(leftMs, signal);
}
