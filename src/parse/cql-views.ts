import type { Parsed } from '../model/parsed.ts';
import type {
  HintedHandoff,
  LargestPartitions,
  NodeClock,
  RepairSessions,
  TableLatencies,
  TombstonesPerRead,
} from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { reading, unreadable } from './reading.ts';
import { numberIn, optionalText, textIn, type Row } from './row-values.ts';

/** When a question was asked and answered, by our clock. */
export interface Asked {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** `toTimestamp(now())` AS node_time: the coordinator's clock. */
export function parseNodeClock(rows: readonly Row[], asked: Asked): Parsed<NodeClock> {
  return reading(() => {
    const time = numberIn(rows[0] ?? unreadable('', 'no row'), 'node_time');
    const middleMs = (asked.fromMs + asked.untilMs) / 2;
    return { aheadMs: time - middleMs, uncertaintyMs: (asked.untilMs - asked.fromMs) / 2 };
  });
}

/** ConsistentSession.State: FINALIZED is 4 and FAILED 5 (4.0 to 5.0). */
const firstEndedState = 4;

/** system.repairs */
export function parseRepairSessions(rows: readonly Row[]): Parsed<RepairSessions> {
  return reading(() => ({
    sessions: rows.map((row) => ({
      id: textIn(row, 'parent_id').toLowerCase(),
      coordinator: textIn(row, 'coordinator'),
      isOpen: numberIn(row, 'state') < firstEndedState,
      lastUpdateMs: numberIn(row, 'last_update'),
    })),
  }));
}

/** Of system_views.settings (4.0+) what is in force now: 4.1 and 5.0 know max_hint_window by its old name, too. */
export function parseHandoffSettings(rows: readonly Row[]): Parsed<HintedHandoff> {
  return reading(() => {
    const settings = new Map(rows.map((row) => [textIn(row, 'name'), optionalText(row, 'value')]));
    const enabled = settings.get('hinted_handoff_enabled');
    if (enabled !== 'true' && enabled !== 'false') {
      return unreadable(String(enabled), 'hinted_handoff_enabled is neither true nor false');
    }
    const window = settings.get('max_hint_window_in_ms');
    return {
      isEnabled: enabled === 'true',
      disabledDcs: namesIn(settings.get('hinted_handoff_disabled_datacenters')),
      windowMs: window === undefined ? undefined : wholeOf(window, window),
    };
  });
}

/** `[dc1, dc2]`, as Java prints a set. */
function namesIn(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const [, names] = /^\[(.*)\]$/.exec(text) ?? unreadable(text, 'no list of datacenters');
  return names === undefined || names === '' ? [] : names.split(', ');
}

/** system_views.max_partition_size */
export function parseLargestPartitions(rows: readonly Row[]): Parsed<LargestPartitions> {
  return reading(() => ({
    tables: rows.map((row) => ({ ...tableOf(row), mebibytes: numberIn(row, 'mebibytes') })),
  }));
}

/** system_views.tombstones_per_read */
export function parseTombstones(rows: readonly Row[]): Parsed<TombstonesPerRead> {
  return reading(() => ({
    tables: rows.map((row) => ({
      ...tableOf(row),
      reads: numberIn(row, 'count'),
      p99: numberIn(row, 'p99th'),
      max: numberIn(row, 'max'),
    })),
  }));
}

/** system_views.local_read_latency, local_write_latency */
export function parseLatencies(rows: readonly Row[]): Parsed<TableLatencies> {
  return reading(() => ({
    tables: rows.map((row) => ({
      ...tableOf(row),
      perSecond: numberIn(row, 'per_second'),
      p50Ms: numberIn(row, 'p50th_ms'),
      p99Ms: numberIn(row, 'p99th_ms'),
    })),
  }));
}

function tableOf(row: Row) {
  return { keyspace: textIn(row, 'keyspace_name'), table: textIn(row, 'table_name') };
}
