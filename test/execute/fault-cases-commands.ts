import { byHand, one, type FaultCase } from './faulted-roll.ts';

const again = 'mend the cause, then resume: the step is done again: ringward upgrade resume r1';
const absent = { code: 100, says: "E: Version '5.0.8' for 'cassandra' was not found" };
const locked = { code: 100, says: 'E: Could not get lock /var/lib/dpkg/lock-frontend' };

/** Commands of the inventory that change nothing on the node. */
export const casesOfCommands: readonly FaultCase[] = [
  {
    title: 'the install fails: the roll stops with what it said; resume installs again',
    faults: [{ kind: 'does-nothing', node: one, times: 1, command: 'install', how: locked }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: install: `ssh 10.0.0.1 apt-get install cassandra=5.0.8` ended with exit code 100; the node is now: stopped, the version may be half in place',
      hint: again,
      tail: locked.says,
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'the configuration hangs: the roll stops at the limit; resume does it again',
    faults: [{ kind: 'does-nothing', node: one, times: 1, command: 'configure', how: 'hangs' }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: configure: `ssh 10.0.0.1 put-config 5.0.8` did not end within 120 s; the node is now: stopped, the new version is in place, the configuration may not be',
      hint: again,
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'there is no such start command: the roll stops with the log; resume starts the node',
    faults: [{ kind: 'does-nothing', node: one, times: 1, command: 'start', how: 'missing' }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: start: `ssh 10.0.0.1 systemctl start cassandra` gave no result: ssh: there is no such command (ENOENT); the node is now: down when last asked, it may still start',
      hint: again,
      tail: 'INFO  Announcing shutdown',
    },
    stopped: [1, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'the stop exits 0 and the process lives on: the roll stops; ended by hand, resume goes on',
    faults: [
      { kind: 'does-nothing', node: one, command: 'stop', how: { code: 0, says: 'stopped' } },
    ],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: stop: the process is not known to have ended: `ssh 10.0.0.1 systemctl stop cassandra` ended with exit code 0; the node is now: the process runs in mode DRAINED',
      hint: 'look at the process on 10.0.0.1, end it by hand if it hangs, then resume: ringward upgrade resume r1',
      tail: 'stopped',
    },
    stopped: [0, 0, 0],
    mended: async (roll) => {
      roll.cluster.change({ ...roll.cluster.state(), faults: [] });
      await byHand(roll, 'stop', one);
    },
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'the release cannot be had: the roll is held before anything is stopped; resume fetches it again',
    faults: [{ kind: 'does-nothing', node: one, times: 1, command: 'fetch', how: absent }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: fetch holds the roll: `ssh 10.0.0.1 apt-get install --download-only cassandra=5.0.8` ended with exit code 100; no node is part-way',
      hint: 'look with `ringward health --for 90s`, then: ringward upgrade resume r1',
      tail: absent.says,
    },
    stopped: [0, 0, 0],
    mended: () => undefined,
    stoppedInAll: [1, 1, 1],
  },
];
