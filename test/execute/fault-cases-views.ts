import {
  after,
  byHand,
  mendAll,
  one,
  three,
  two,
  type FaultCase,
  waitedFor,
} from './faulted-roll.ts';

const mendCause = 'mend the cause, then: ringward upgrade resume r1';
const lookFirst = 'look with `ringward health --for 90s`, then: ringward upgrade resume r1';

/** Faults in what nodes see of each other. */
export const casesOfViews: readonly FaultCase[] = [
  {
    title: 'another node is seen down for a moment: the roll waits and completes',
    faults: [{ kind: 'seen-down', node: two, until: after(30) }],
    waits:
      '10.0.0.1: peers-up: 10.0.0.2 is not up in 1 of 2 views: 10.0.0.3; up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'another node is seen down: no node is stopped; seen up again, resume completes',
    faults: [{ kind: 'seen-down', node: two, until: after(110) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate peers-up: 10.0.0.2 is not up in 1 of 2 views: 10.0.0.3; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: (roll) => roll.clock.sleep(60_000),
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'another node is seen down during the soak and is up again: the roll waits and completes',
    faults: [{ kind: 'seen-down', node: two, from: after(60), until: after(110) }],
    waits:
      '10.0.0.1: no-holding-findings: critical on 10.0.0.2: seen DOWN by 10.0.0.1, 10.0.0.3 (2 of 2 peers that answer); up to 60 s (limit soak.hold)',
    stopped: [1, 1, 1],
  },
  {
    title: 'another node is seen down from the soak on: the roll is held',
    faults: [{ kind: 'seen-down', node: two, from: after(60) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: soak holds the roll: no-holding-findings: critical on 10.0.0.2: seen DOWN by 10.0.0.1, 10.0.0.3 (2 of 2 peers that answer); not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'up to itself and down to one peer: not back',
    faults: [{ kind: 'seen-down', node: one, viewer: three, from: after(50) }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: not back within 300 s (limit await-return.timeout): seen-up-by-peers: 10.0.0.3 sees 10.0.0.1 down and normal; the node is now: the process runs but is not back',
      hint: waitedFor(one),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'down to one peer for a while: waited for',
    faults: [{ kind: 'seen-down', node: one, viewer: three, from: after(50), until: after(200) }],
    waits: '10.0.0.1: seen-up-by-peers: 10.0.0.3 sees 10.0.0.1 down and normal',
    stopped: [1, 1, 1],
  },
  {
    title: 'peers go on seeing the stopped node up: its own silence counts',
    faults: [
      { kind: 'stale-up', node: one },
      { kind: 'starts-slowly', node: one, extraMs: 500_000 },
    ],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: not back within 300 s (limit await-return.timeout): waiting for CQL: 10.0.0.1:9042: connection refused; the node is now: the process runs but is not back',
      hint: waitedFor(one),
      tail: 'INFO  Initializing',
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'a dead node is seen up by its peers: its own silence counts, no node is stopped',
    faults: [
      { kind: 'stale-up', node: three },
      { kind: 'dies', node: three, at: after(1) },
    ],
    told: {
      exitCode: 3,
      message:
        "10.0.0.1: not stopped: gate peers-up: the view of 10.0.0.3 is missing, unreachable: nodetool: Failed to connect to '10.0.0.3:7199' - ConnectException: 'Connection refused'.; not within 60 s (limit gateWait); no node is part-way",
      hint: mendCause,
    },
    stopped: [0, 0, 1],
    mended: (roll) => {
      mendAll(roll);
      return byHand(roll, 'start', three).then(() => roll.clock.sleep(120_000));
    },
    stoppedInAll: [1, 1, 2],
  },
  {
    title: 'flapping: never seen up three times in a row, so it is not back',
    faults: [{ kind: 'flaps', node: two, periodMs: 7_000, from: after(145) }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.2: await-return: not back within 300 s (limit await-return.timeout): seen-up-by-peers: 10.0.0.1 sees 10.0.0.2 down and normal; the node is now: the process runs but is not back',
      hint: waitedFor(two),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 1, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'flapping for a while: waited for',
    faults: [{ kind: 'flaps', node: two, periodMs: 7_000, from: after(145), until: after(300) }],
    waits: '10.0.0.2: seen-up-by-peers: 10.0.0.1 sees 10.0.0.2 down and normal',
    stopped: [1, 1, 1],
  },
  {
    title: 'schema versions differ and stay: no node is stopped',
    faults: [{ kind: 'schema-differs', node: two }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate no-holding-findings: warning on cluster: 2 schema versions among 3 nodes of 4.1.10; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'schema versions that agree again are waited for',
    faults: [{ kind: 'schema-differs', node: two, until: after(20) }],
    waits:
      '10.0.0.1: no-holding-findings: warning on cluster: 2 schema versions among 3 nodes of 4.1.10; up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'peers keep their hints: the roll is held at the limit of its own',
    faults: [{ kind: 'hints-stay', node: one }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: await-return holds the roll: hints-drained: hints are still kept by 10.0.0.2 (1 files), 10.0.0.3 (1 files); not within 120 s (limit hintsWait); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'hints that are handed over later are waited for',
    faults: [{ kind: 'hints-stay', node: one, until: after(120) }],
    waits:
      '10.0.0.1: hints-drained: hints are still kept by 10.0.0.2 (1 files), 10.0.0.3 (1 files); up to 120 s (limit hintsWait)',
    stopped: [1, 1, 1],
  },
];
