import { outsidePhases, failedOf, type OutsidePhase } from '../model/outside.ts';
import { countWords } from './health-words.ts';
import type { ProbeReport } from './probe-report.ts';

/** `lab: seen from outside for 60 s, 6 new connections and 6 requests a second through each of 3` */
export function titleWords({ cluster, forMs, ratePerSecond, coordinators }: ProbeReport): string {
  const rate = Math.round(ratePerSecond * 10) / 10;
  return (
    `${cluster}: seen from outside for ${Math.round(forMs / 1_000)} s, ` +
    `${rate} new connections and ${rate} requests a second through each of ${coordinators.length}`
  );
}

/** What it asked for, and what it leaves behind. */
export function deedsWords({ deeds }: ProbeReport): string {
  const { table, name, because, created, written, keptMinutes } = deeds;
  if (table === 'system') {
    return `read system.local only, which says nothing of replicas: ${because}. Nothing was written.`;
  }
  const made = created ? ` (created by this probe)` : '';
  if (written === 0)
    return `read ${name}${made}. Nothing was written${because ? `: ${because}` : ''}.`;
  return `read and wrote ${name}${made}: ${written} writes, gone by themselves after ${keptMinutes} min.`;
}

/** The phases that somebody asked for. */
export function phasesIn({ coordinators }: ProbeReport): readonly OutsidePhase[] {
  return outsidePhases.filter((phase) => coordinators.some(({ phases }) => phases[phase]));
}

/** `failed/tries` of each phase. */
export function countRows(report: ProbeReport): readonly (readonly string[])[] {
  const phases = phasesIn(report);
  const head = ['Coordinator', 'Inside', 'Outside', ...phases.map(capital)];
  return [
    head,
    ...report.coordinators.map(({ node, inside, outside, phases: counts }) => [
      node,
      inside.verdict,
      outside,
      ...phases.map((phase) => {
        const count = counts[phase];
        return count ? `${failedOf(count)}/${count.tries}` : '-';
      }),
    ]),
  ];
}

/** `p50/p99` of each phase; empty while there are too few of all. */
export function latencyRows(report: ProbeReport): readonly (readonly string[])[] {
  const phases = phasesIn(report);
  const rows = report.coordinators.map(({ node, phases: counts }) => [
    node,
    ...phases.map((phase) => {
      const { p50Ms, p99Ms } = counts[phase] ?? {};
      return p50Ms === undefined || p99Ms === undefined ? '-' : `${ms(p50Ms)}/${ms(p99Ms)}`;
    }),
  ]);
  const isEmpty = rows.every(([, ...cells]) => cells.every((cell) => cell === '-'));
  return isEmpty ? [] : [['p50/p99 in ms', ...phases.map(capital)], ...rows];
}

export function notJudgedLines({ notJudged }: ProbeReport): readonly string[] {
  return notJudged.map(({ node, what, reason }) => `${node}: ${what}: ${reason}`);
}

/** The last line: what it comes to, and the exit code. */
export function probeVerdict({ verdict, exitCode, findings, notJudged }: ProbeReport): string {
  const exit = `(exit ${exitCode})`;
  const counts = countWords({ findings });
  switch (verdict) {
    case 'green':
      return `inside and outside agree: green${counts === '' ? '' : `, with ${counts}`} ${exit}`;
    case 'findings':
      return `findings: ${counts} ${exit}`;
    case 'cannot-tell':
      return `cannot tell: ${notJudged.length} not judged ${exit}`;
  }
}

function capital(word: string): string {
  return word === 'tls' ? 'TLS' : word.charAt(0).toUpperCase() + word.slice(1);
}

function ms(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}
