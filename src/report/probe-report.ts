import type { AdvisedNode } from '../model/advice.ts';
import { shareAtMost } from '../model/binomial.ts';
import { isAtLeast, type Finding, type Severity } from '../model/finding.ts';
import type { Instant } from '../model/instant.ts';
import { exitCodes } from '../model/outcome.ts';
import {
  failedOf,
  outsidePhases,
  type JudgedCoordinator,
  type OutsidePhase,
  type ProbeDeeds,
} from '../model/outside.ts';
import { toReported, worstFirst, type ReportedFinding } from './health-report.ts';

/** The answer of `ringward probe`, format 1; docs/schema/probe-1.json describes its JSON. */
export interface ProbeReport {
  readonly format: 1;
  readonly toolVersion: string;
  /** When the last look at the inside was taken. */
  readonly at: Instant;
  readonly cluster: string;
  readonly failOn: Severity;
  readonly forMs: number;
  /** Of each coordinator. */
  readonly ratePerSecond: number;
  readonly verdict: 'green' | 'findings' | 'cannot-tell';
  readonly exitCode: 0 | 1 | 5;
  readonly coordinators: readonly JudgedCoordinator[];
  /** Worst first. */
  readonly findings: readonly ReportedFinding[];
  readonly notJudged: readonly NotJudged[];
  readonly deeds: ProbeDeeds;
}

export interface NotJudged {
  readonly node: string;
  readonly what: OutsidePhase | 'inside' | 'turns';
  readonly reason: string;
}

export interface ProbeInput extends Omit<
  ProbeReport,
  'format' | 'verdict' | 'exitCode' | 'findings' | 'notJudged'
> {
  readonly findings: readonly Finding[];
  readonly nodes: readonly AdvisedNode[];
  /** How the operator named the inventory; undefined: it was found. */
  readonly inventory?: string | undefined;
}

export function toProbeReport({ nodes, inventory, findings, ...head }: ProbeInput): ProbeReport {
  const known = new Map(nodes.map((node) => [node.address, node]));
  const notJudged = head.coordinators.flatMap((one) => notJudgedOf(one, head.forMs));
  return {
    format: 1,
    ...head,
    ...verdictOf(findings, notJudged, head.failOn),
    findings: worstFirst(findings).map((one) =>
      toReported(one, (address) => known.get(address), inventory),
    ),
    notJudged,
  };
}

/** Findings win; without one, what could not be judged keeps it from being called green. */
function verdictOf(
  findings: readonly Finding[],
  notJudged: readonly NotJudged[],
  failOn: Severity,
): Pick<ProbeReport, 'verdict' | 'exitCode'> {
  if (findings.some((one) => isAtLeast(one.severity, failOn))) {
    return { verdict: 'findings', exitCode: exitCodes.findings };
  }
  return notJudged.length > 0
    ? { verdict: 'cannot-tell', exitCode: exitCodes.cannotTell }
    : { verdict: 'green', exitCode: exitCodes.ok };
}

/** A share that fails and is not found may be as large (detect/outside-view.ts). */
const mostSkipped = 0.05;

function notJudgedOf(one: JudgedCoordinator, forMs: number): readonly NotJudged[] {
  const { node, inside, colours, phases, skipped } = one;
  const turns = skipped + (phases.connect?.tries ?? 0);
  const unsure = outsidePhases.filter((phase) => colours[phase] === 'unknown');
  return [
    ...(inside.verdict === 'unknown'
      ? [{ node, what: 'inside', reason: inside.because } as const]
      : []),
    ...unsure.map((what) => ({ node, what, reason: tooFew(phases[what], one, forMs) })),
    ...(skipped > mostSkipped * turns
      ? [
          {
            node,
            what: 'turns',
            reason: `${skipped} of ${turns} not taken: this machine did not keep up`,
          } as const,
        ]
      : []),
  ];
}

function tooFew(
  count: JudgedCoordinator['phases'][OutsidePhase],
  { withoutSession }: JudgedCoordinator,
  forMs: number,
): string {
  const { tries = 0 } = count ?? {};
  const without = withoutSession > 0 ? `, ${withoutSession} had no open session` : '';
  if (!count || tries === 0) return `no try${without}`;
  const failed = failedOf(count);
  const most = Math.round(shareAtMost(failed, tries) * 1_000) / 10;
  return `${failed} of ${tries} tries failed${without}: up to ${most} % may fail; ${longer(failed, tries, forMs)}`;
}

/** Without a failure so many tries are green (detect/outside-view.ts): 0.95 ^ 59 is less than 5 %. */
const triesForGreen = 59;

function longer(failed: number, tries: number, forMs: number): string {
  const seconds = 5 * Math.ceil((forMs * triesForGreen) / tries / 5_000);
  return failed === 0 && seconds * 1_000 > forMs
    ? `needs --for ${seconds}s`
    : 'a longer --for tells';
}
