import { after, mendAll, one, three, two, type FaultCase, waitedFor } from './faulted-roll.ts';

const mendCause = 'mend the cause, then: ringward upgrade resume r1';
const lookFirst = 'look with `ringward health --for 90s`, then: ringward upgrade resume r1';

/** Faults of nodes that serve: compactions, latency, disk, hints. */
export const casesOfLoad: readonly FaultCase[] = [
  {
    title: 'a compaction that stands still before the first stop: no node is stopped',
    faults: [{ kind: 'compaction-stalls', node: two }],
    waits:
      '10.0.0.1: no-holding-findings: compaction of app.events has not moved for 18 s on 10.0.0.2: looked at until more is known; up to 60 s (limit gateWait)',
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate no-holding-findings: critical on 10.0.0.2: compaction of app.events has not moved for 64 s at 0.8 %; its threads are idle; begun after the plan was made, a new one takes it in; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'a compaction that comes to stand still during the roll holds the soak',
    faults: [{ kind: 'compaction-stalls', node: three, from: after(60) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: soak holds the roll: no-holding-findings: critical on 10.0.0.3: compaction of app.events has not moved for 73 s at 0.8 %; its threads are idle; begun after the plan was made, a new one takes it in; not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'a compaction that goes on after a pause is waited for',
    faults: [{ kind: 'compaction-stalls', node: three, from: after(80), until: after(120) }],
    waits:
      '10.0.0.1: no-holding-findings: compaction of app.events has not moved for 12 s on 10.0.0.3: looked at until more is known; up to 60 s (limit soak.hold)',
    stopped: [1, 1, 1],
  },
  {
    title:
      'a backlog that no compaction works off holds the roll once it was seen for three minutes',
    faults: [{ kind: 'backlog-after-start', node: one, pendingTasks: 100 }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.3: soak holds the roll: no-holding-findings: critical on 10.0.0.1: 100 compactions pending and none running for 4 min; not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 1, 1],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'compactions that fail for want of space hold the soak',
    faults: [{ kind: 'compaction-fails', node: three, from: after(30), how: 'no-space' }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: soak holds the roll: no-holding-findings: critical on 10.0.0.3: compactions fail: there is not enough space on the disk; begun after the plan was made, a new one takes it in; not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'compactions that fail for want of space before the first stop: no node is stopped',
    faults: [{ kind: 'compaction-fails', node: two, how: 'no-space' }],
    waits:
      '10.0.0.1: no-holding-findings: a compaction failed at 2026-11-24 00:00:02 for want of space on 10.0.0.2: looked at until more is known; up to 60 s (limit gateWait)',
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate no-holding-findings: critical on 10.0.0.2: compactions fail: there is not enough space on the disk; begun after the plan was made, a new one takes it in; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'a want of space that is just over is looked at for a minute: the roll completes',
    faults: [{ kind: 'compaction-fails', node: two, until: after(10), how: 'no-space' }],
    waits:
      '10.0.0.1: no-holding-findings: a compaction failed at 2026-11-24 00:00:02 for want of space on 10.0.0.2: looked at until more is known; up to 60 s (limit gateWait)',
    stopped: [1, 1, 1],
  },
  {
    title: 'a want of space that is long over is not waited for',
    faults: [
      {
        kind: 'compaction-fails',
        node: two,
        from: after(-900),
        until: after(-800),
        how: 'no-space',
      },
    ],
    stopped: [1, 1, 1],
  },
  {
    title: 'an SSTable that was broken before the first stop: no node is stopped',
    faults: [{ kind: 'compaction-fails', node: two, how: 'corrupt' }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate no-holding-findings: warning on 10.0.0.2: compactions of app.events fail: an SSTable is broken, and is left out of compactions from then on; its log alone tells of it, since 2026-11-23 00:00:02; begun after the plan was made, a new one takes it in; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'hinted handoff that is off before the first stop: no node is stopped',
    faults: [{ kind: 'hints-off', node: two }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate no-holding-findings: warning on 10.0.0.2: hinted handoff is off: writes that another node misses are not kept for it; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'hinted handoff that is switched off during the roll holds the soak',
    faults: [{ kind: 'hints-off', node: three, from: after(60) }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: soak holds the roll: no-holding-findings: warning on 10.0.0.3: hinted handoff is off: writes that another node misses are not kept for it; not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'hinted handoff that is switched on again is waited for',
    faults: [{ kind: 'hints-off', node: three, from: after(60), until: after(120) }],
    waits:
      '10.0.0.1: no-holding-findings: warning on 10.0.0.3: hinted handoff is off: writes that another node misses are not kept for it; up to 60 s (limit soak.hold)',
    stopped: [1, 1, 1],
  },
  {
    title: 'reads that are slower than the limit of a question are no answer: not back',
    faults: [{ kind: 'slower-after-start', node: one, factor: 10_000 }],
    told: {
      exitCode: 4,
      message:
        '10.0.0.1: await-return: not back within 300 s (limit await-return.timeout): waiting for CQL: no answer in 5 s; the node is now: the process runs but is not back',
      hint: waitedFor(one),
      tail: 'INFO  Startup complete',
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title:
      'reads that are slower and answer are not compared with the limits of the lab: the roll completes',
    faults: [{ kind: 'slower-after-start', node: one, factor: 100 }],
    stopped: [1, 1, 1],
  },
  {
    title: 'a full disk before the first stop: no node is stopped',
    faults: [{ kind: 'disk-fills', node: two, bytesPerSecond: 50 * 1024 ** 3 }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: not stopped: gate no-holding-findings: critical on 10.0.0.2: 0 % (0 B) free on /var/lib/cassandra, below 3 %; not within 60 s (limit gateWait); no node is part-way',
      hint: mendCause,
    },
    stopped: [0, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'a disk that fills during the roll holds the soak',
    faults: [{ kind: 'disk-fills', node: two, from: after(60), bytesPerSecond: 20 * 1024 ** 3 }],
    told: {
      exitCode: 3,
      message:
        '10.0.0.1: soak holds the roll: no-holding-findings: critical on 10.0.0.2: 0 % (0 B) free on /var/lib/cassandra, below 3 %; not within 60 s (limit soak.hold); no node is part-way',
      hint: lookFirst,
    },
    stopped: [1, 0, 0],
    mended: mendAll,
    stoppedInAll: [1, 1, 1],
  },
  {
    title: 'a disk that is made room on is waited for',
    faults: [
      {
        kind: 'disk-fills',
        node: two,
        from: after(60),
        until: after(120),
        bytesPerSecond: 20 * 1024 ** 3,
      },
    ],
    waits:
      '10.0.0.1: no-holding-findings: critical on 10.0.0.2: 0 % (0 B) free on /var/lib/cassandra, below 3 %; up to 60 s (limit soak.hold)',
    stopped: [1, 1, 1],
  },
];
