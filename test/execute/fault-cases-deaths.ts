import { after, byHand, one, three, type FaultCase, type FaultedRoll } from './faulted-roll.ts';

const readLog =
  'read its log, mend the cause, then resume: the node is started again: ringward upgrade resume r1';
const mendCause = 'mend the cause, then: ringward upgrade resume r1';
const lookFirst = 'look with `ringward health --for 90s`, then: ringward upgrade resume r1';

async function startAgain(roll: FaultedRoll, node: string): Promise<void> {
  await byHand(roll, 'start', node);
  // Long enough for its peers' hints, too.
  await roll.clock.sleep(120_000);
}

/** A process that dies without a word, at every stage of a roll. */
export const casesOfDeaths: readonly FaultCase[] = [
  {
    title: 'another node dies before the first stop: no node is stopped',
    faults: [{ kind: 'dies', node: three, at: after(1) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate peers-up: 10.0.0.3 is not up in 1 of 1 views: 10.0.0.2; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 1],
    mended: (roll) => startAgain(roll, three),
    stoppedInAll: [1, 1, 2],
  },
  {
    title:
      'another node dies while the first is down: that one is brought back, then the roll is held',
    faults: [{ kind: 'dies', node: three, at: after(45) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: await-return holds the roll: schema-agreement: system.local of 10.0.0.3 is missing, unreachable: 10.0.0.3:9042: connection refused; not within 90 s (limit schemaWait); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 1],
    lost: [
      'with 10.0.0.1, 10.0.0.3 down, keyspace app, range (8403426734969544134, -8626995001353638609]: LOCAL_QUORUM in dc1 has 1 live of 2 needed',
    ],
    mended: (roll) => startAgain(roll, three),
    stoppedInAll: [1, 1, 2],
  },
  {
    title: 'another node dies during the soak: the roll is held before the next stop',
    faults: [{ kind: 'dies', node: three, at: after(95) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: soak holds the roll: no-holding-findings: critical on 10.0.0.3: seen DOWN by 10.0.0.1, 10.0.0.2 (2 of 2 peers that answer); not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 1],
    mended: (roll) => startAgain(roll, three),
    stoppedInAll: [1, 1, 2],
  },
  {
    title: 'the node itself dies before its drain: it is not begun',
    faults: [{ kind: 'dies', node: one, at: after(10) }],
    told: {
      exitCode: 3,
      message:
        "10.0.0.1: not stopped: gate topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: unreachable: nodetool: Failed to connect to '10.0.0.1:7199' - ConnectException: 'Connection refused'., the tokens of 10.0.0.1 (system.local): unreachable: 10.0.0.1:9042: connection refused; not within 60 s (limit gateWait); no node is part-way",
      hint: '10.0.0.1 does not run: start it, then: ringward upgrade resume r1; or leave it for later by a new plan: ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8 --allow-down 1',
    },
    stopped: [1, 0, 0],
    mended: (roll) => startAgain(roll, one),
    stoppedInAll: [2, 1, 1],
  },
  {
    title: 'the node itself dies while it drains: it is down as intended, and the roll goes on',
    faults: [{ kind: 'dies', node: one, at: after(34) }],
    stopped: [1, 1, 1],
  },
  {
    title:
      'the node itself dies while its return is waited for: the roll stops; resume starts it again',
    faults: [{ kind: 'dies', node: one, at: after(60) }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: the process ended while it was starting; the node is now: down, the process does not run',
      hint: readLog,
    },
    stopped: [2, 0, 0],
    mended: () => undefined,
    stoppedInAll: [2, 1, 1],
  },
  {
    title: 'the node itself dies during its soak: the roll stops; resume starts it again',
    faults: [{ kind: 'dies', node: one, at: after(100) }],
    params: { soak: { forMs: 60_000 } },
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: soak: gone again: seen-up-by-peers: 10.0.0.2 sees 10.0.0.1 down and normal; not within 60 s (limit soak.hold); the node is now: down, the process does not run',
      hint: readLog,
    },
    stopped: [2, 0, 0],
    mended: () => undefined,
    stoppedInAll: [2, 1, 1],
  },
  {
    title: 'a node that is done dies later: the roll is held in the soak of the next',
    faults: [{ kind: 'dies', node: one, at: after(200) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.2: soak holds the roll: no-holding-findings: critical on 10.0.0.1: seen DOWN by 10.0.0.2, 10.0.0.3 (2 of 2 peers that answer); not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [2, 1, 0],
    mended: (roll) => startAgain(roll, one),
    stoppedInAll: [2, 1, 1],
  },
];
