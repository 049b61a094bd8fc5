import type { LogEntry, SettingChange } from '../model/readings.ts';

/** A guardrail that a node tells of in its log. */
export interface GuardrailInLog {
  /** As cassandra.yaml names it, without `_threshold` and the like: `partition_keys_in_select`. */
  readonly name: string;
  /** `failed`: the request was refused, or what was done in the background went beyond the fail threshold. */
  readonly outcome: 'warned' | 'failed';
  /** The newest that tells it. */
  readonly entry: LogEntry;
  readonly words: string;
  /** Entries, not violations: the same words come once in ten minutes at most. */
  readonly times: number;
}

/** Guardrail.decorateMessage, 4.1 to 5.0: WARN where it warns, ERROR where it fails. */
const violation = /^Guardrail (?<name>\S+) violated: (?<words>.*)$/s;

/** Guardrails that entries tell of, each outcome of each once. */
export function guardrailsIn(entries: readonly LogEntry[]): readonly GuardrailInLog[] {
  const found = new Map<string, GuardrailInLog>();
  for (const entry of entries) {
    const { name, words = '' } = violation.exec(entry.message)?.groups ?? {};
    if (name === undefined) continue;
    const outcome = entry.level === 'ERROR' ? 'failed' : 'warned';
    const key = `${outcome} ${name}`;
    found.set(key, { name, outcome, entry, words, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

/** Settings of a guardrail behind its name, by what they decide. */
const settingsOf = {
  warned: /^_(?:warn_threshold|warned)$/,
  failed: /^(?:_(?:fail_threshold|disallowed|enabled))?$/,
} as const;

/**
 * Whether the setting that was violated is another one by now. Whoever still violates it is told of anew, because
 * a limit is among the words that are not repeated.
 */
export function isChangedSince(
  { name, outcome, entry }: GuardrailInLog,
  changes: readonly SettingChange[],
): boolean {
  const later = changes.filter(
    ({ setting, time }) =>
      time > entry.time &&
      setting.startsWith(name) &&
      settingsOf[outcome].test(setting.slice(name.length)),
  );
  return later[0]?.from !== later.at(-1)?.to;
}

/** Cassandra's own words of a connection that it closed at once. */
export interface RefusedConnection {
  readonly entry: LogEntry;
  /** Of connections, all or of one client address. */
  readonly limit: number;
  readonly isPerAddress: boolean;
}

/** ConnectionLimitHandler: WARN in 2.1 and 3.x; ERROR, once a minute at most, in 4.0 to 5.0. */
const refusal =
  /^Exceeded maximum native connection limit (?<per>per ip )?of (?<limit>\d{1,19}) by/;

/** The newest of each kind. */
export function refusedConnectionsIn(entries: readonly LogEntry[]): readonly RefusedConnection[] {
  const found = new Map<boolean, RefusedConnection>();
  for (const entry of entries) {
    const groups = refusal.exec(entry.message)?.groups;
    if (!groups) continue;
    const isPerAddress = groups['per'] !== undefined;
    found.set(isPerAddress, { entry, limit: Number(groups['limit']), isPerAddress });
  }
  return [...found.values()];
}
