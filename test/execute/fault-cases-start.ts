import { expect } from 'vitest';
import {
  byHand,
  mendAll,
  one,
  two,
  type FaultCase,
  type FaultedRoll,
  waitedFor,
} from './faulted-roll.ts';

const readLog =
  'read its log, mend the cause, then resume: the node is started again: ringward upgrade resume r1';
const startFailed = 'Exception encountered during startup';
const noPeers = 'java.lang.RuntimeException: Unable to gossip with any peers';
const notBackInTime =
  '10.0.0.1: await-return: not back within 300 s (limit await-return.timeout): waiting for CQL: 10.0.0.1:9042: connection refused; the node is now: the process runs but is not back';

/** The operator ends what runs, and mends it: the next start is a right one. */
async function endAndMend(roll: FaultedRoll, node: string): Promise<void> {
  mendAll(roll);
  await byHand(roll, 'stop', node);
}

/** Faults of the way back: start and await-return. */
export const casesOfTheWayBack: readonly FaultCase[] = [
  {
    title: 'the process dies while it starts: its log is shown; mended, resume starts it again',
    faults: [{ kind: 'dies-starting', node: one, times: 1, log: 'ERROR /10.0.0.1:7000 is in use' }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: the process ended while it was starting; the node is now: down, the process does not run',
      hint: readLog,
      tail: 'ERROR /10.0.0.1:7000 is in use',
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'the start fails and the process lives on: the wait ends; ended by hand, it is started again',
    faults: [{ kind: 'fails-starting', node: one, times: 1, exception: noPeers }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: its start has failed: "Unable to gossip with any peers": no seed answers it: its seeds, addresses, ports or the encryption between nodes are not as its peers have them; the node is now: the process runs but is not back',
      hint: 'mend the cause, end the process (`ssh 10.0.0.1 systemctl stop cassandra`), then resume: the node is started again: ringward upgrade resume r1',
      tail: expect.stringMatching(`^ERROR [0-9]\\S+ \\S+ ${startFailed}\n${noPeers}$`) as string,
    },
    stopped: [1, 0, 0],
    mended: (roll) => byHand(roll, 'stop', one),
    stoppedInAll: [2, 1, 1],
  },
  {
    title: 'a slow start within the limit is waited for',
    faults: [{ kind: 'starts-slowly', node: one, extraMs: 200_000 }],
    waits: '10.0.0.1: waiting for CQL: 10.0.0.1:9042: connection refused',
    stopped: [1, 1, 1],
  },
  {
    title: 'a start slower than the limit stops the roll; resume waits on',
    faults: [{ kind: 'starts-slowly', node: one, extraMs: 500_000 }],
    told: { exitCode: 4, message: notBackInTime, hint: waitedFor(one), tail: 'INFO  Initializing' },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'CQL stays closed: the roll stops; ended by hand, the node is started again',
    faults: [{ kind: 'cql-stays-closed', node: one, times: 1 }],
    told: {
      exitCode: 4,
      message: notBackInTime,
      hint: waitedFor(one),
      tail: 'INFO  Node state jump to NORMAL',
    },
    stopped: [1, 0, 0],
    mended: (roll) => byHand(roll, 'stop', one),
    stoppedInAll: [2, 1, 1],
  },
  {
    title: 'an empty data folder: the node is refused by its peers and dies; the roll stops',
    faults: [{ kind: 'returns-changed', node: two, what: 'empty' }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.2: await-return: the process ended while it was starting: "A node with address /10.0.0.2:7000 already exists, cancelling join": its peers know another host id at this address: its data is not what it was; the node is now: down, the process does not run',
      hint: readLog,
      tail: expect.stringContaining(
        `${startFailed}\njava.lang.RuntimeException: A node with address /10.0.0.2:7000 already exists`,
      ) as string,
    },
    stopped: [1, 1, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'another host id: the roll stops at once',
    faults: [{ kind: 'returns-changed', node: two, what: 'host-id' }],
    told: {
      exitCode: 4,
      message:
        /^10\.0\.0\.2: await-return: seen-up-by-peers: 10\.0\.0\.1 sees 10\.0\.0\.2 with host id [0-9a-f-]{36}, it was [0-9a-f-]{36}; the node is now: the process runs but is not back$/,
      hint: waitedFor(two),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 1, 0],
    mended: (roll) => endAndMend(roll, two),
    stoppedInAll: [1, 2, 1],
  },
  {
    title: 'another rack: the roll stops at once',
    faults: [{ kind: 'returns-changed', node: two, what: 'rack' }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.2: await-return: seen-up-by-peers: 10.0.0.1 sees 10.0.0.2 with rack rack2-other, it was rack2; the node is now: the process runs but is not back',
      hint: waitedFor(two),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 1, 0],
    mended: (roll) => endAndMend(roll, two),
    stoppedInAll: [1, 2, 1],
  },
  {
    title: 'the old release: the roll stops at once',
    faults: [{ kind: 'returns-changed', node: two, what: 'release' }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.2: await-return: release-version: 10.0.0.2 runs 4.1.10, not 5.0.8; the node is now: the process runs but is not back',
      hint: waitedFor(two),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 1, 0],
    mended: (roll) => endAndMend(roll, two),
    stoppedInAll: [1, 2, 1],
  },
];
