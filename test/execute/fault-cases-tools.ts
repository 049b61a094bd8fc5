import type { CommandKind } from '../../src/simulate/commands.ts';
import { after, byHand, mendAll, one, two, type FaultCase, waitedFor } from './faulted-roll.ts';

const mendCause = 'mend the cause, then: ringward upgrade resume r1';
const again = 'mend the cause, then resume: the step is done again: ringward upgrade resume r1';

/** nodetool that is slow, silent or unreadable. */
export const casesOfNodetool: readonly FaultCase[] = [
  {
    title: 'nodetool that is slow and answers in time is waited for',
    faults: [{ kind: 'nodetool-slow', node: one, extraMs: 10_000 }],
    stopped: [1, 1, 1],
  },
  {
    title: 'nodetool slower than its limit is no answer: no node is stopped',
    faults: [{ kind: 'nodetool-slow', node: one, extraMs: 30_000 }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: timed-out: nodetool: no answer in 20 s; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'nodetool that hangs for a while is waited for',
    faults: [{ kind: 'nodetool-hangs', node: one, until: after(40) }],
    waits:
      '10.0.0.1: topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: timed-out: nodetool: no answer in 20 s; up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'nodetool hangs from the drain on: stopped at the limit, and not back while it hangs',
    faults: [{ kind: 'nodetool-hangs', node: one, from: after(28) }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: not back within 300 s (limit await-return.timeout): mode-normal: netstats of 10.0.0.1 is missing, timed-out: nodetool: no answer in 20 s; the node is now: the process runs but is not back',
      hint: waitedFor(one),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'nodetool prints garbage: no node is stopped',
    faults: [{ kind: 'nodetool-says', node: one, how: 'garbage' }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: unreadable: no table of nodes in the text: "Picked up JAVA_TOOL_OPTIONS: -Dx"; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'nodetool prints half a text: no node is stopped',
    faults: [{ kind: 'nodetool-says', node: one, how: 'truncated' }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: unreadable: the text ends in the middle of this line: "UN"; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'half a text for a while is waited for',
    faults: [{ kind: 'nodetool-says', node: one, how: 'truncated', until: after(20) }],
    waits:
      '10.0.0.1: topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: unreadable: the text ends in the middle of this line: "UN"; up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'decimal commas are read',
    faults: [{ kind: 'nodetool-says', node: one, how: 'decimal-commas' }],
    stopped: [1, 1, 1],
  },
];

/** The connection lost once, in the middle of a command that goes on without it. */
const lostOnce = (command: CommandKind) =>
  [{ kind: 'connection-lost', node: one, command, times: 1 }] as const;

export const casesOfConnections: readonly FaultCase[] = [
  {
    title: 'connection lost during a look: waited for',
    faults: lostOnce('nodetool'),
    waits:
      '10.0.0.1: topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: unreachable: Connection closed by remote host; up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'no connection for nodetool: no node is stopped',
    faults: [{ kind: 'connection-lost', node: one, command: 'nodetool' }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate topology-unchanged: not seen as planned: nodetool status of 10.0.0.1: unreachable: Connection closed by remote host; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'connection lost while the machine is looked at: waited for',
    faults: lostOnce('host'),
    waits:
      '10.0.0.1: no-holding-findings: disks of 10.0.0.1 is missing, unreachable: Connection closed by remote host (and 4 more); up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'connection lost during the drain, which goes on: waited for',
    faults: lostOnce('drain'),
    playbook: 'rolling-restart',
    waits: '10.0.0.1: waiting for Mode: DRAINED, now DRAINING',
    stopped: [1, 1, 1],
  },
  {
    title: 'connection lost during the stop, which goes on: waited for',
    faults: lostOnce('stop'),
    waits: '10.0.0.1: waiting for the process to end',
    stopped: [1, 1, 1],
  },
  {
    title: 'connection lost while it is asked whether it runs: asked again',
    faults: lostOnce('running'),
    stopped: [1, 1, 1],
  },
  {
    title: 'it cannot be asked whether it runs: not taken for stopped; asked again at resume',
    faults: [{ kind: 'connection-lost', node: one, command: 'running' }],
    told: {
      exitCode: 4,
      message:
        "10.0.0.1: stop: the process is not known to have ended: `ssh 10.0.0.1 systemctl stop cassandra` ended with exit code 0; `ssh 10.0.0.1 systemctl is-active cassandra` gave no result: Connection closed by remote host; the node is now: perhaps down, it did not say its mode (nodetool: Failed to connect to '10.0.0.1:7199' - ConnectException: 'Connection refused'.)",
      hint: 'look at the process on 10.0.0.1, end it by hand if it hangs, then resume: ringward upgrade resume r1',
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'connection lost during the install: the roll stops, resume installs again',
    faults: lostOnce('install'),
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: install: `ssh 10.0.0.1 apt-get install cassandra=5.0.8` gave no result: Connection closed by remote host; the node is now: stopped, the version may be half in place',
      hint: again,
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'connection lost while the configuration is put in place: the roll stops, resume does it again',
    faults: lostOnce('configure'),
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: configure: `ssh 10.0.0.1 put-config 5.0.8` gave no result: Connection closed by remote host; the node is now: stopped, the new version is in place, the configuration may not be',
      hint: again,
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'connection lost during the start: the process runs, so its return is waited for',
    faults: lostOnce('start'),
    stopped: [1, 1, 1],
  },
  {
    title: 'connection lost while the log is read: told without it',
    faults: [
      // Before that it is read for what it tells of compactions.
      { kind: 'connection-lost', node: one, command: 'log', from: after(60) },
      { kind: 'cql-stays-closed', node: one, times: 1 },
    ],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: not back within 300 s (limit await-return.timeout): waiting for CQL: 10.0.0.1:9042: connection refused; the node is now: the process runs but is not back',
      hint: waitedFor(one),
    },
    stopped: [1, 0, 0],
    mended: (roll) => {
      mendAll(roll);
      return byHand(roll, 'stop', one);
    },
    stoppedInAll: [2, 1, 1],
  },
  {
    title: 'its CQL port cannot be reached from here: no node is stopped until it can',
    faults: [{ kind: 'cql-unreachable', node: two }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate topology-unchanged: not seen as planned: the tokens of 10.0.0.2 (system.local): unreachable: 10.0.0.2:9042: connection refused; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
];
