import { logOf } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import { addressesOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { guardrailsIn, isChangedSince, type GuardrailInLog } from '../rules/guardrail-log.ts';
import { datedLog, isFresh, secondOf, standingClock, type DatedLog } from '../rules/log-clock.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { counted } from '../model/counted.ts';

/** Requests that Cassandra refuses or warns of because of a guardrail (4.1+), which only its log tells. */
export const guardrails: Detector = {
  id: 'guardrails',
  title: 'requests that a guardrail refuses or warns of',
  needs: ['log'],
  follows: [],
  ends: ['log'],
  // In a log in which nothing is added, entries must be seen to grow old.
  watchMs: () => freshMs + 120_000,
  detect(series) {
    const notJudged = notAsked(series, 'log');
    const nodes = addressesOf(series).flatMap((node) => freshOn(series, node));
    const undecided = nodes.flatMap(undecidedOn);
    return {
      detector: 'guardrails',
      findings: nodes.flatMap((on) => on.fresh.map((guardrail) => toFinding(on, guardrail))),
      missing: missingSources(series, ['log']),
      ...(notJudged ? { notJudged } : {}),
      ...(undecided.length > 0 ? { undecided } : {}),
    };
  },
};

/** The same words are logged once in ten minutes (NoSpamLogger of Guardrail), so what is older may be over. */
const freshMs = 600_000;

interface GuardrailsOn {
  readonly node: string;
  readonly log: DatedLog;
  readonly fresh: readonly GuardrailInLog[];
}

function freshOn(series: Series, node: string): readonly GuardrailsOn[] {
  const log = datedLog(series, node);
  if (!log) return [];
  const entries = log.tail.entries.filter((entry) => isFresh(entry, log, freshMs));
  const { changes = [] } = log.tail;
  const fresh = guardrailsIn(entries).filter((each) => !isChangedSince(each, changes));
  return [{ node, log, fresh }];
}

/** Of a log that was read once, refusals may be long over. */
function undecidedOn({ node, log, fresh }: GuardrailsOn): readonly Undecided[] {
  if (log.quietMs !== undefined) return [];
  return fresh
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ name, entry }) => ({
      ...{ detector: 'guardrails', state: words.failed.state, node, subject: name },
      what: `guardrail ${name} refused requests at ${secondOf(entry.time)} by a log that was read once`,
      asks: ['log'],
    }));
}

const words = {
  failed: { state: 'FAILED', severity: 'warning', does: 'refuses requests' },
  warned: { state: 'WARNED', severity: 'info', does: 'warns of requests' },
} as const;

function toFinding(
  { node, log }: GuardrailsOn,
  { name, outcome, entry, times, ...told }: GuardrailInLog,
): Finding {
  const { state, severity, does } = words[outcome];
  const at = secondOf(entry.time);
  const isDated = log.quietMs !== undefined;
  const unless = isDated ? '' : `, ${standingClock(entry, log)}`;
  return {
    detector: 'guardrails',
    state,
    severity: isDated ? severity : 'info',
    node,
    subject: name,
    summary: `guardrail ${name} ${does}, last told at ${at}${unless}`,
    evidence: [
      { what: `log at ${at}`, value: told.words.slice(0, 300) },
      { what: 'told in the newest ten minutes of the log', value: counted(times, 'time') },
    ],
    advice: [
      logOf(node),
      `find who asks so, and change it; or change ${name} in cassandra.yaml (undo: the value that is there)`,
    ],
  };
}
