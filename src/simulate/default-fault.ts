import type { Instant } from '../model/instant.ts';
import type { Fault, FaultKind, FaultParameters } from './fault.ts';

/** How a fault is when no more than its kind is said; one that comes by itself strikes at `at`. */
const defaults: {
  readonly [K in FaultKind]: (at: Instant) => Omit<FaultParameters[K], 'node'>;
} = {
  'drain-hangs': () => ({ times: 1 }),
  'drain-lies': () => ({ times: 1 }),
  'does-not-stop': () => ({ times: 1 }),
  'dies-starting': () => ({ times: 1, log: 'ERROR the process ended while it was starting' }),
  'fails-starting': () => ({
    times: 1,
    exception: 'java.lang.RuntimeException: Unable to gossip with any peers',
  }),
  'starts-slowly': () => ({ times: 1, extraMs: 180_000 }),
  'returns-changed': () => ({ times: 1, what: 'empty' }),
  'cql-stays-closed': () => ({ times: 1 }),
  'cql-unreachable': () => ({}),
  'seen-down': () => ({}),
  'stale-up': () => ({}),
  flaps: () => ({ periodMs: 20_000 }),
  'schema-differs': () => ({}),
  dies: (at) => ({ at }),
  'nodetool-slow': () => ({ extraMs: 10_000 }),
  'nodetool-hangs': () => ({}),
  'nodetool-says': () => ({ how: 'garbage' }),
  'connection-lost': () => ({ times: 1, command: 'stop' }),
  'does-nothing': () => ({
    ...{ times: 1, command: 'install' },
    how: { code: 100, says: 'E: Could not get lock /var/lib/dpkg/lock-frontend' },
  }),
  'hints-stay': () => ({}),
  'hints-off': (at) => ({ from: at }),
  'compaction-stalls': (at) => ({ from: at }),
  'compaction-fails': (at) => ({ from: at, how: 'no-space' }),
  'backlog-after-start': () => ({ pendingTasks: 200 }),
  'slower-after-start': () => ({ factor: 20 }),
  'disk-fills': (at) => ({ from: at, bytesPerSecond: 1024 ** 3 }),
};

/** A fault of this kind on a node, with its usual parameters. */
export function defaultFault(kind: FaultKind, node: string, at: Instant): Fault {
  return { kind, node, ...defaults[kind](at) } as Fault;
}
