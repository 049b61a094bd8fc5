import type { ConsistencyLevel } from '../model/consistency.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { ClientView, JavaProcess } from '../model/readings.ts';
import type { Instant } from '../model/instant.ts';
import type { Missing, MissingReason, Seen, Via, WayToAsk } from '../model/seen.ts';
import type { SourceId } from '../model/snapshot.ts';
import { everyRelease, sinceWhen } from '../model/ways.ts';
import type { Clock } from '../ports/clock.ts';
import type { Runner } from '../ports/runner.ts';
import type { JmxClients } from './jmx-clients.ts';
import type { GroupFolders } from '../parse/proc-cgroup.ts';
import type { CqlSessions } from './sessions.ts';
import type { Turns } from './turns.ts';

/** What every collector is given; one value for all looks of a command. */
export interface CollectContext {
  readonly ports: { readonly runner: Runner; readonly clock: Clock };
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly sessions: CqlSessions;
  /** Absent: JMX is not asked without nodetool. */
  readonly jmx?: JmxClients;
  /** `auto` (default): the cheapest way that is there; else that way alone. */
  readonly via?: WayToAsk;
  /** Nothing is waited for beyond this time: what is not there by then is timed out. */
  readonly deadlineAt?: Instant;
  /**
   * Of nodes for which commands run on this machine: a nodetool is a JVM, an ssh a log-in. Absent: all at
   * once.
   */
  readonly commands?: Turns;
  /** Ask for the replica sets too. */
  readonly rings?: boolean;
  /** Processes of the nodes, kept from look to look by address; they are dear to ask for. */
  readonly processes?: Map<string, JavaProcess>;
  /** Control groups of the processes, by the node's address: where they were at the look before. */
  readonly groups?: Map<string, GroupFolders>;
  /** Where compactions stood at the look before, by address; without it stacks are not asked for. */
  readonly progress?: Map<string, TaskProgress>;
  /** Who answers for another, kept from look to look: not every look asks each node who it is. */
  readonly strangers?: { known: Strangers };
  /** Runs as long as a look over time; without it nothing is known of the client's view. */
  readonly probe?: ClientProbe;
  /** Without it no row of Ringward's own is written, whoever asks for one. */
  readonly ownRows?: OwnRows;
  /** Told of every answer that could not be read, for the debug log. */
  readonly onUnreadable?: (answer: UnreadableAnswer) => void;
}

/** Levels that clients use, and what tells one row from every other. */
export interface OwnRows {
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  /** Short, another one each time. */
  newTag(): string;
}

/** Work done by each running task, by its key. */
export type TaskProgress = ReadonlyMap<string, number>;

/** By address and way the node whose answers came instead: what leads there is wrong in the inventory. */
export type Strangers = ReadonlyMap<string, string>;

/** With what looks keep for the next one, unless it is there already. */
export function remembering(given: CollectContext): CollectContext {
  const { processes = new Map<string, JavaProcess>(), progress = new Map<string, TaskProgress>() } =
    given;
  const { groups = new Map<string, GroupFolders>(), strangers = { known: new Map() } } = given;
  return { ...given, processes, groups, progress, strangers };
}

/** Reads through every coordinator, for as long as it runs. */
export interface ClientProbe {
  /** What was seen through this node since the probe began. */
  view(node: InventoryNode): Seen<ClientView>;
  stop(): Promise<void>;
}

export interface UnreadableAnswer {
  readonly node: string;
  readonly source: SourceId | 'describering';
  readonly line: string;
  readonly why: string;
  readonly text: string;
}

/** A node with all that is needed to ask it. */
export interface NodeContext extends CollectContext {
  readonly node: InventoryNode;
}

export function seen<T>({ ports }: CollectContext, value: T): Seen<T> {
  return { kind: 'seen', at: ports.clock.now(), value };
}

/** A node in trouble may complain in one line of megabytes: the beginning will do. */
const longestDetail = 500;

export function missing({ ports }: CollectContext, why: MissingReason, detail: string): Missing {
  return { kind: 'missing', at: ports.clock.now(), why, detail: detail.slice(0, longestDetail) };
}

/**
 * A node that does not know what was asked: missing for its release, or, where every release offers
 * it, a failure like any other.
 */
export function unknownTo(
  context: CollectContext,
  source: UnreadableAnswer['source'],
  via: Via,
  detail: string,
): Missing {
  const since = source === 'describering' ? everyRelease : sinceWhen(source, via);
  return since === everyRelease
    ? missing(context, 'failed', detail)
    : missing(context, 'unsupported', since ? `${detail} (offered from ${since} on)` : detail);
}

/** What is left for one question: its own limit, or less when the deadline is near; 0 = nothing. */
export function timeLeftMs(context: CollectContext, limitMs: number): number {
  const { deadlineAt, ports } = context;
  if (deadlineAt === undefined) return limitMs;
  return Math.max(0, Math.min(limitMs, deadlineAt - ports.clock.now()));
}

/**
 * Commands of a node, one after the other, when its turn has come. No limit is used up by the wait; at the deadline it
 * ends, and what is asked then is told to be too late.
 */
export async function inTurn<T>(context: NodeContext, work: () => Promise<T>): Promise<T> {
  const { commands, node, ports } = context;
  const leftMs = timeLeftMs(context, Infinity);
  if (!commands || leftMs === 0) return await work();
  if (leftMs === Infinity) return await commands.take(node.address, work);
  const over = new AbortController();
  try {
    return await commands.take(node.address, work, () => ports.clock.sleep(leftMs, over.signal));
  } finally {
    over.abort();
  }
}

/** The reason for a question that is not asked any more. */
export function tooLate(context: CollectContext): Missing {
  return missing(context, 'timed-out', 'not asked: the deadline had passed');
}
