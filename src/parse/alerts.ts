import type { FiringAlert } from '../model/alerts.ts';
import type { Parsed } from '../model/parsed.ts';
import { reading, unreadable } from './reading.ts';

type Answer = Readonly<Record<string, unknown>>;

/**
 * `GET /api/v2/alerts` of Alertmanager (api/v2/openapi.yaml, gettableAlerts). `suppressed` is silenced or
 * inhibited; one that is `unprocessed` fires, and nobody has looked yet whether it is silenced.
 */
export function parseAlertmanager(text: string): Parsed<readonly FiringAlert[]> {
  return reading(() => {
    const alerts = jsonIn(text);
    if (!Array.isArray(alerts)) return unreadable(beginningOf(text), 'no list of alerts');
    return alerts.flatMap((alert: unknown) => {
      const { labels, status } = objectIn(alert, text);
      const { state } = objectIn(status, text);
      if (typeof state !== 'string') return unreadable(beginningOf(text), 'an alert without state');
      return state === 'suppressed' ? [] : [alertWith(labels, text)];
    });
  });
}

/** `GET /api/v1/query` of Prometheus: every series of the vector is an alert, whatever its value. */
export function parsePrometheus(text: string): Parsed<readonly FiringAlert[]> {
  return reading(() => {
    const { status, data, warnings } = objectIn(jsonIn(text), text);
    if (status !== 'success') return unreadable(beginningOf(text), 'no status success');
    // Of some stores only: what the others would have said is not known.
    if (Array.isArray(warnings) && warnings.length > 0) {
      return unreadable(String(warnings[0]), 'the answer is not whole');
    }
    const { resultType, result } = objectIn(data, text);
    if (resultType !== 'vector' || !Array.isArray(result)) {
      return unreadable(beginningOf(text), 'the query gives no vector');
    }
    return result.map((series: unknown) => alertWith(objectIn(series, text)['metric'], text));
  });
}

function alertWith(labels: unknown, text: string): FiringAlert {
  const entries = Object.entries(objectIn(labels, text)).map(([name, value]) => {
    if (typeof value !== 'string') return unreadable(beginningOf(text), 'a label is no text');
    return [name, value] as const;
  });
  const known = Object.fromEntries(entries);
  return { name: known['alertname'] ?? '', labels: known };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable(beginningOf(text), 'not JSON');
  }
}

function objectIn(value: unknown, text: string): Answer {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Answer) : unreadable(beginningOf(text), 'a part is no object');
}

function beginningOf(text: string): string {
  return text.slice(0, 200);
}
