import {
  failedOf,
  outsidePhases,
  type JudgedCoordinator,
  type PhaseCount,
} from '../model/outside.ts';
import { findingJson, verdictJson } from './health-json.ts';
import { jsonText } from './json-text.ts';
import type { ProbeReport } from './probe-report.ts';

/** One document as docs/schema/probe-1.json describes it. Fields are listed one by one. */
export function renderProbeJson(report: ProbeReport): string {
  const { deeds } = report;
  return `${jsonText(
    {
      ...verdictJson(report),
      forMs: report.forMs,
      ratePerSecond: report.ratePerSecond,
      requests: {
        table: deeds.table,
        because: deeds.because,
        name: deeds.name,
        created: deeds.created,
        written: deeds.written,
        keptMinutes: deeds.keptMinutes,
      },
      coordinators: report.coordinators.map(coordinatorJson),
      findings: report.findings.map(findingJson),
      notJudged: report.notJudged.map(({ node, what, reason }) => ({ node, what, reason })),
    },
    2,
  )}\n`;
}

function coordinatorJson(one: JudgedCoordinator) {
  const { node, inside, outside, phases, colours, requests, withoutSession, skipped } = one;
  return {
    node,
    inside: { verdict: inside.verdict, because: inside.because },
    outside,
    phases: outsidePhases.flatMap((phase) => {
      const count = phases[phase];
      return count ? [{ phase, colour: colours[phase] ?? 'unknown', ...countJson(count) }] : [];
    }),
    requests: requests.map(({ operation, level, ...count }) => ({
      operation,
      level,
      ...countJson(count),
    })),
    withoutSession,
    skipped,
  };
}

/** A percentile of fewer than 100 is null. */
function countJson({ tries, failures, p50Ms, p99Ms }: PhaseCount) {
  return {
    tries,
    failed: failedOf({ failures }),
    failures,
    p50Ms: p50Ms ?? null,
    p99Ms: p99Ms ?? null,
  };
}
