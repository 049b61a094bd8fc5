import type { NetStats } from '../../model/readings.ts';
import { isFrom } from './release.ts';
import { printf, text } from './table.ts';

export interface NetstatsDecorations {
  /** One a stream, in their order. */
  readonly plans?: readonly StreamPlan[];
  readonly readRepairs?: {
    readonly attempted: number;
    readonly blocking: number;
    readonly background: number;
  };
  /** By the name of the row: `Gossip messages` ... */
  readonly messages?: Readonly<Record<string, MessageCounts>>;
}

export interface StreamPlan {
  readonly id: string;
  /** Peers and their files, as they are printed. */
  readonly lines: readonly string[];
}

export interface MessageCounts {
  readonly pending: number;
  readonly completed: number;
  readonly dropped: number;
}

const noPlan: StreamPlan = { id: '00000000-0000-1000-8000-000000000000', lines: [] };

/** `nodetool netstats`. A node that is starting says nothing below its streams. */
export function sayNetstats(
  { mode, streams }: NetStats,
  release: string,
  { plans = [], readRepairs, messages = {} }: NetstatsDecorations = {},
): string {
  const head = [`Mode: ${mode}`];
  if (streams.length === 0) head.push('Not sending any streams.');
  streams.forEach((operation, at) => {
    const { id, lines } = plans[at] ?? noPlan;
    head.push(`${operation} ${id}`, ...lines);
  });
  if (mode === 'STARTING') return text(head);
  const { attempted = 0, blocking = 0, background = 0 } = readRepairs ?? {};
  const repairs = [
    'Read Repair Statistics:',
    `Attempted: ${attempted}`,
    `Mismatch (Blocking): ${blocking}`,
    `Mismatch (Background): ${background}`,
  ];
  return text([...head, ...repairs, ...messageTable(release, messages)]);
}

/** 2.1 counts commands and responses, and none that were dropped. */
function messageTable(
  release: string,
  messages: Readonly<Record<string, MessageCounts>>,
): readonly string[] {
  const isOld = !isFrom(release, 2, 2);
  const names = isOld
    ? ['Commands', 'Responses']
    : ['Large messages', 'Small messages', 'Gossip messages'];
  const rows = names.map((name) => {
    const { pending = 0, completed = 0, dropped = 0 } = messages[name] ?? {};
    return [name, 'n/a', String(pending), String(completed), String(dropped)];
  });
  const header = ['Pool Name', 'Active', 'Pending', 'Completed', 'Dropped'];
  const columns = isOld ? 4 : 5;
  return [header, ...rows].map((row) => printf([-25, 10, 10, 15, 10], row.slice(0, columns)));
}
