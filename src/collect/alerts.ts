import type { FiringAlert } from '../model/alerts.ts';
import { ToolError } from '../model/errors.ts';
import type { AlertSource } from '../model/inventory.ts';
import type { Parsed } from '../model/parsed.ts';
import type { MissingReason, Seen } from '../model/seen.ts';
import { parseAlertmanager, parsePrometheus } from '../parse/alerts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpAnswer, HttpRequest } from '../ports/http.ts';
import { readSecret, readTls, type SecretPlaces } from './secret.ts';

/** Alertmanager and Prometheus answer from memory; who takes longer is in trouble. */
const timeoutMs = 10_000;
/** Thousands of alerts. */
const maxBytes = 8 * 1024 * 1024;

export interface AlertParts extends SecretPlaces {
  readonly http: Http;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Asks once. Missing for whatever is not a whole answer, a secret that is not there included. Throws the signal's reason. */
export async function askAlerts(
  source: AlertSource | undefined,
  parts: AlertParts,
): Promise<Seen<readonly FiringAlert[]>> {
  const missing = (why: MissingReason, detail: string) =>
    ({ kind: 'missing', at: parts.clock.now(), why, detail }) as const;
  if (!source) return missing('failed', 'the inventory has no alerts: section');
  const request = await requestFor(source, parts).catch(toolErrorOf);
  if (request instanceof ToolError) return missing('failed', request.message);
  const answer = await parts.http.get(request);
  parts.signal.throwIfAborted();
  if (answer.kind !== 'answered') return missing(...failureOf(answer));
  const { status, body } = answer;
  if (status !== 200) return missing(...refusalOf(status));
  const parsed = parserOf[source.kind](body);
  return parsed.kind === 'parsed'
    ? { kind: 'seen', at: parts.clock.now(), value: parsed.value }
    : missing('unreadable', `${parsed.why}: "${parsed.line}"`);
}

const parserOf: Readonly<
  Record<AlertSource['kind'], (text: string) => Parsed<readonly FiringAlert[]>>
> = { alertmanager: parseAlertmanager, prometheus: parsePrometheus };

async function requestFor(source: AlertSource, parts: AlertParts): Promise<HttpRequest> {
  const { tls } = source;
  return {
    url: urlOf(source),
    headers: { accept: 'application/json', ...(await loginOf(source, parts)) },
    ...(tls ? { tls: await readTls(tls, 'alerts.tls', parts) } : {}),
    timeoutMs,
    maxBytes,
    signal: parts.signal,
  };
}

function urlOf(source: AlertSource): string {
  if (source.kind === 'prometheus') {
    return `${source.url}/api/v1/query?${new URLSearchParams({ query: source.query }).toString()}`;
  }
  const wanted: [string, string][] = [
    ['active', 'true'],
    ['silenced', 'false'],
    ['inhibited', 'false'],
    ...source.matchers.map((matcher): [string, string] => ['filter', matcher]),
  ];
  return `${source.url}/api/v2/alerts?${new URLSearchParams(wanted).toString()}`;
}

async function loginOf(
  { user, passwordFrom, tokenFrom }: AlertSource,
  parts: AlertParts,
): Promise<Readonly<Record<string, string>>> {
  if (tokenFrom) {
    return { authorization: `Bearer ${await readSecret(tokenFrom, 'alerts.tokenFrom', parts)}` };
  }
  if (user === undefined || !passwordFrom) return {};
  const password = await readSecret(passwordFrom, 'alerts.passwordFrom', parts);
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

function toolErrorOf(error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  throw error;
}

function failureOf(answer: Exclude<HttpAnswer, { kind: 'answered' }>): [MissingReason, string] {
  switch (answer.kind) {
    case 'timed-out':
      return ['timed-out', `no whole answer in ${timeoutMs / 1_000} s`];
    case 'too-long':
      return ['failed', `the answer is longer than ${maxBytes / 1024 / 1024} MiB`];
    case 'cancelled':
      return ['timed-out', 'no longer waited for'];
    case 'unreachable':
      return ['unreachable', answer.reason];
  }
}

function refusalOf(status: number): [MissingReason, string] {
  if (status === 401 || status === 403) return ['authentication', `HTTP ${status}`];
  const isElsewhere = status >= 300 && status < 400;
  return ['failed', `HTTP ${status}${isElsewhere ? ', which is not followed' : ''}`];
}
