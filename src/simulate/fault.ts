import type { Instant } from '../model/instant.ts';
import type { CommandKind } from './commands.ts';

/** What may go wrong with a simulated cluster; fault-kinds.ts and docs/faults.md tell each in words. */
export type Fault = {
  readonly [K in FaultKind]: { readonly kind: K } & FaultParameters[K];
}[FaultKind];

interface OfNode {
  readonly node: string;
}
/** Without `until` it lasts. */
interface Lasting {
  readonly from?: Instant;
  readonly until?: Instant;
}
/** Without `times` it happens every time. */
interface Repeated {
  readonly times?: number;
}

/** Questions to nodetool have faults of their own. */
type Acting = Exclude<CommandKind, 'nodetool' | 'setting' | 'lock' | 'host'>;

/** It never ends, is not there, or ends with this code and these words. */
export type DoesNothing = 'hangs' | 'missing' | { readonly code: number; readonly says: string };

export interface FaultParameters {
  /** `nodetool drain` never returns. */
  readonly 'drain-hangs': OfNode & Repeated;
  /** `nodetool drain` exits 0 and the node is not drained; with `lateMs` it is drained so much later. */
  readonly 'drain-lies': OfNode & Repeated & { readonly lateMs?: number };
  /** The stop command does not end the process. */
  readonly 'does-not-stop': OfNode & Repeated;
  /** The process ends soon after its start, with this line in its log. */
  readonly 'dies-starting': OfNode & Repeated & { readonly log: string };
  /** The start fails of this exception, which is logged, and the process lives on. */
  readonly 'fails-starting': OfNode & Repeated & { readonly exception: string };
  readonly 'starts-slowly': OfNode & Repeated & { readonly extraMs: number };
  /**
   * Comes back as somebody else; `empty`, without its data, it is refused by its peers and ends. A new
   * host id or rack comes up only where somebody switched the check off (`ignore_rack` ...).
   */
  readonly 'returns-changed': OfNode &
    Repeated & { readonly what: 'host-id' | 'rack' | 'empty' | 'release' };
  /** Up for its peers, closed for clients. */
  readonly 'cql-stays-closed': OfNode & Repeated;
  /** Its port is closed to this machine alone, by a firewall perhaps; it serves others. */
  readonly 'cql-unreachable': OfNode & Lasting;
  /** `viewer` (all, without one) sees the node down. */
  readonly 'seen-down': OfNode & Lasting & { readonly viewer?: string };
  /** `viewer` (all, without one) goes on seeing the node up. */
  readonly 'stale-up': OfNode & Lasting & { readonly viewer?: string };
  /** Seen down and up in turns. */
  readonly flaps: OfNode & Lasting & { readonly periodMs: number };
  /** A schema version of its own. */
  readonly 'schema-differs': OfNode & Lasting;
  /** Its process dies at this instant, without a word. */
  readonly dies: OfNode & Repeated & { readonly at: Instant };
  readonly 'nodetool-slow': OfNode & Lasting & { readonly extraMs: number };
  readonly 'nodetool-hangs': OfNode & Lasting;
  readonly 'nodetool-says': OfNode &
    Lasting & { readonly how: 'garbage' | 'truncated' | 'decimal-commas' };
  /** The way to the node breaks in the middle of a command; the command goes on there. */
  readonly 'connection-lost': OfNode & Repeated & Lasting & { readonly command: CommandKind };
  /** A command of the inventory, or the drain, changes nothing on the node. */
  readonly 'does-nothing': OfNode &
    Repeated & { readonly command: Acting; readonly how: DoesNothing };
  /** Peers keep their hints for the node. */
  readonly 'hints-stay': OfNode & Lasting;
  /** It keeps no hints, as after `nodetool disablehandoff`, until it is started again. */
  readonly 'hints-off': OfNode & Lasting;
  /** A compaction that begins at `from` moves no byte after its first second; a restart frees it. */
  readonly 'compaction-stalls': OfNode & Lasting;
  /**
   * From `from` on every compaction of a table (`keyspace.table`; without one, of the first of clients) fails,
   * a restart or not.
   */
  readonly 'compaction-fails': OfNode &
    Lasting & { readonly how: CompactionFailure; readonly table?: string };
  /** Compactions pile up after a start. */
  readonly 'backlog-after-start': OfNode & { readonly pendingTasks: number };
  /** Reads through the node take so many times as long after its next start. */
  readonly 'slower-after-start': OfNode & { readonly factor: number };
  /** From `from` on, or since the cluster is watched. */
  readonly 'disk-fills': OfNode & Lasting & { readonly bytesPerSecond: number };
}

/** Once a minute for want of space; or once by a broken SSTable, which Cassandra leaves out from then on. */
export type CompactionFailure = 'no-space' | 'corrupt';

export type FaultKind = keyof FaultParameters;

export type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;
