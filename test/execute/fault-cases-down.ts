import { byHand, mendAll, one, two, type FaultCase } from './faulted-roll.ts';

const restart = 'rolling-restart';

/** Faults of the way down: drain and stop. */
export const casesOfTheWayDown: readonly FaultCase[] = [
  {
    title: 'drain hangs: the process is stopped at the limit, as the playbook declares',
    faults: [{ kind: 'drain-hangs', node: one }],
    stopped: [1, 1, 1],
  },
  {
    title:
      'drain hangs and nothing is declared: the roll stops; the process ended by hand is started again',
    faults: [{ kind: 'drain-hangs', node: one, times: 1 }],
    playbook: restart,
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: drain: drain did not reach DRAINED within 30 s; netstats says Mode: DRAINING; the node is now: the process runs in mode DRAINING; gossip and CQL may be off already',
      hint: 'look with `nodetool -h 10.0.0.1 -p 7199 netstats` and `… compactionstats`; if it goes on, stop the process by hand: it is started again; then resume: ringward upgrade resume r1',
    },
    stopped: [0, 0, 0],
    mended: (roll) => byHand(roll, 'stop', one),
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'drain exits 0 without draining: not believed; the process is stopped at the limit, as declared',
    faults: [{ kind: 'drain-lies', node: two }],
    waits: '10.0.0.2: waiting for Mode: DRAINED, now NORMAL',
    stopped: [1, 1, 1],
  },
  {
    title:
      'drain exits 0 without draining and nothing is declared: the roll stops; once it drains, resume completes',
    faults: [{ kind: 'drain-lies', node: two, times: 1 }],
    playbook: restart,
    told: {
      exitCode: 4,
      message:
        '10.0.0.2: drain: drain did not reach DRAINED within 30 s; netstats says Mode: NORMAL; the node is now: the process runs and serves as before, mode NORMAL',
      hint: 'look with `nodetool -h 10.0.0.2 -p 7199 netstats` and `… compactionstats`; if it goes on, stop the process by hand: it is started again; then resume: ringward upgrade resume r1',
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'the process does not end: the roll stops; a second stop ends it, and resume completes',
    faults: [{ kind: 'does-not-stop', node: one, times: 1 }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: stop: the process is not known to have ended: `ssh 10.0.0.1 systemctl stop cassandra` did not end within 90 s; the node is now: the process runs in mode DRAINED',
      hint: 'look at the process on 10.0.0.1, end it by hand if it hangs, then resume: ringward upgrade resume r1',
    },
    stopped: [0, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'it neither drains nor ends: the mode it still serves in is told',
    faults: [
      { kind: 'drain-lies', node: one },
      { kind: 'does-not-stop', node: one },
    ],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: stop: the process is not known to have ended: `ssh 10.0.0.1 systemctl stop cassandra` did not end within 90 s; the node is now: the process runs in mode NORMAL',
      hint: 'look at the process on 10.0.0.1, end it by hand if it hangs, then resume: ringward upgrade resume r1',
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
];
