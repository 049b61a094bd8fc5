import { outcomeLog } from '../model/client-metrics.ts';
import type { Inventory } from '../model/inventory.ts';
import { notRecorded, type RecordedInventory } from '../model/recording.ts';
import type { Clock } from '../ports/clock.ts';
import { CqlError, type Cql, type CqlSession } from '../ports/cql.ts';
import type { Runner } from '../ports/runner.ts';
import { pathsInArgv } from '../model/host-files.ts';
import { recordedFiles } from './recorded-files.ts';
import { comeTo, answerQueues, type AnswerQueues } from './answers.ts';
import {
  plainLog,
  plainNodetool,
  type ConnectAnswer,
  type QueryAnswer,
  type Recording,
  type RecordingLine,
  type RunAnswer,
} from './format.ts';
import { playbackJmx } from './recorded-jmx.ts';
import type { AskingPorts } from './recorder.ts';

/**
 * The same ports, answered by a recording: the same question gets its answers in the order in which
 * they came, and no sooner than they came. What was not recorded is missing, with that reason.
 */
export function playbackPorts({ lines }: Recording, clock: Clock): AskingPorts {
  return {
    clock,
    runner: playbackRunner(lines, clock),
    cql: playbackCql(lines, clock),
    jmx: playbackJmx(lines, clock),
  };
}

/** The inventory as far as it was recorded; nothing in it leads to a node. */
export function playedInventory({ nodes, ...rest }: RecordedInventory): Inventory {
  return {
    ...rest,
    transport: 'local',
    cql: {},
    jmx: {},
    nodes: nodes.map(({ hasLog, hasJmx, ...node }) => ({
      ...node,
      ...(hasJmx ? { jmx: { host: node.address, port: 0 } } : {}),
      nodetool: plainNodetool(node.address),
      commands: hasLog ? { log: plainLog } : {},
    })),
  };
}

function playbackRunner(lines: readonly RecordingLine[], clock: Clock): Runner {
  const keyOf = ({ node, argv }: Pick<RunAnswer, 'node' | 'argv'>) => JSON.stringify([node, argv]);
  const runs = lines.filter((line) => line.kind === 'run');
  const others = answerQueues(runs, keyOf);
  const files = recordedFiles(runs);
  return {
    async run({ node = '', argv, signal }) {
      const paths = pathsInArgv(argv);
      const answer = paths ? files.next(node, paths) : others.next(keyOf({ node, argv }));
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
  const connects = answerQueues(
    lines.filter((line) => line.kind === 'connect'),
    ({ address }) => address,
  );
  const queries = answerQueues(
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
  queries: AnswerQueues<QueryAnswer>,
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
