import { logOf } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { addressesOf, latestOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { guardrailsIn, type GuardrailInLog } from '../rules/guardrail-log.ts';
import { isFresh, secondOf } from '../rules/log-clock.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { counted } from './wording.ts';

/** Requests that Cassandra refuses or warns of because of a guardrail (4.1+), which only its log tells. */
export const guardrails: Detector = {
  id: 'guardrails',
  title: 'requests that a guardrail refuses or warns of',
  needs: ['log'],
  follows: [],
  ends: ['log'],
  detect(series) {
    const notJudged = notAsked(series, 'log');
    return {
      detector: 'guardrails',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['log']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** The same words are logged once in ten minutes (NoSpamLogger of Guardrail), so what is older may be over. */
const freshMs = 600_000;

function judgeNode(series: Series, node: string): readonly Finding[] {
  const log = latestOf(series, node, 'log');
  if (log?.kind !== 'seen') return [];
  const fresh = log.value.entries.filter((entry) => isFresh(entry, log.value, log.at, freshMs));
  return guardrailsIn(fresh).map((guardrail) => toFinding(node, guardrail));
}

const words = {
  failed: { state: 'FAILED', severity: 'warning', does: 'refuses requests' },
  warned: { state: 'WARNED', severity: 'info', does: 'warns of requests' },
} as const;

function toFinding(
  node: string,
  { name, outcome, entry, times, ...told }: GuardrailInLog,
): Finding {
  const { state, severity, does } = words[outcome];
  const at = secondOf(entry.time);
  return {
    detector: 'guardrails',
    state,
    severity,
    node,
    subject: name,
    summary: `guardrail ${name} ${does}, last told at ${at}`,
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
