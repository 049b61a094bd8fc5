import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Clock } from '../ports/clock.ts';
import { CqlError, type CqlSession } from '../ports/cql.ts';
import type { ReadBack } from './load-result.ts';
import { selectBucket } from './load-schema.ts';
import { labNodes, replicaCount, type ClientSpec } from './spec.ts';
import { byBucket, valueOf } from './load-work.ts';

export interface Written {
  readonly run: string;
  readonly numbers: readonly number[];
}

const inFlight = 16;
const attempts = 3;
const pauseMs = 1_000;
const replicaPollMs = 5_000;

export interface FoundAgain {
  readonly readBack: ReadBack;
  /** Writes that some QUORUM or ALL does not find. */
  readonly lost: number;
}

/** Every acknowledged write is found everywhere it was looked for. */
export function isWhole({ readBack: { replicas, unanswered }, lost }: FoundAgain): boolean {
  const absent = Object.values(replicas ?? {}).reduce((sum, count) => sum + count, 0);
  return lost + absent + unanswered === 0;
}

interface Question {
  readonly consistency: ConsistencyLevel;
  readonly coordinator?: string;
}
interface Answer {
  readonly absent: ReadonlySet<number>;
  readonly unanswered: number;
}

/**
 * Reads every acknowledged write back: at QUORUM through each coordinator, at ALL, and on each replica.
 * For the last a node coordinates a read at ONE: with every node a replica, no dynamic snitch, no
 * speculative retry and no read repair it reads its own data only. Replicas have until `replicasMs`
 * to be complete, because hints are delivered some time after a node is back.
 */
export async function readBack(
  written: Written,
  spec: ClientSpec,
  replicasMs: number,
  session: CqlSession,
  clock: Clock,
): Promise<FoundAgain> {
  const nodes = labNodes(spec).map(({ address }) => address);
  const isEveryNodeReplica = nodes.length === replicaCount(spec);
  const lost = new Set<number>();
  const quorum: Record<string, number> = {};
  let unanswered = 0;
  const ask = async (question: Question): Promise<ReadonlySet<number>> => {
    const answer = await absentAt(written, question, session, clock);
    unanswered += answer.unanswered;
    return answer.absent;
  };
  for (const coordinator of nodes) {
    const absent = await ask({ consistency: 'QUORUM', coordinator });
    quorum[coordinator] = absent.size;
    for (const n of absent) lost.add(n);
  }
  const absentAtAll = await ask({ consistency: 'ALL' });
  for (const n of absentAtAll) lost.add(n);
  const replicas: Record<string, number> = {};
  const deadline = clock.now() + replicasMs;
  for (const coordinator of isEveryNodeReplica ? nodes : []) {
    let absent = await ask({ consistency: 'ONE', coordinator });
    while (absent.size > 0 && clock.now() < deadline) {
      await clock.sleep(replicaPollMs);
      absent = await ask({ consistency: 'ONE', coordinator });
    }
    replicas[coordinator] = absent.size;
  }
  return {
    readBack: {
      quorum,
      all: absentAtAll.size,
      replicas: isEveryNodeReplica ? replicas : null,
      unanswered,
    },
    lost: lost.size,
  };
}

async function absentAt(
  { run, numbers }: Written,
  question: Question,
  session: CqlSession,
  clock: Clock,
): Promise<Answer> {
  const absent = new Set<number>();
  let unanswered = 0;
  const buckets = [...byBucket(numbers)];
  const worker = async () => {
    for (let next = buckets.pop(); next; next = buckets.pop()) {
      const [bucket, wanted] = next;
      const found = await readBucket(run, bucket, question, session, clock);
      if (!found) unanswered += wanted.length;
      else for (const n of wanted) if (found.get(n) !== valueOf(run, n)) absent.add(n);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { absent, unanswered };
}

/** Undefined when it did not answer at all. */
async function readBucket(
  run: string,
  bucket: number,
  question: Question,
  session: CqlSession,
  clock: Clock,
): Promise<ReadonlyMap<number, string> | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const request = { query: selectBucket, params: [run, bucket], prepare: true, ...question };
      const { rows } = await session.execute(request);
      return new Map(rows.map((row) => [Number(row['n']), String(row['value'])]));
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      if (attempt === attempts) return undefined;
      await clock.sleep(pauseMs);
    }
  }
}
