import { findingKey, severities, type Finding, type Severity } from './finding.ts';
import type { Instant } from './instant.ts';

/** A finding that lives from look to look. */
export interface OpenFinding {
  readonly key: string;
  /** As it was last found. */
  readonly finding: Finding;
  readonly openedAt: Instant;
  /** As it was told: worse counts at once, better when it lasts. */
  readonly severity: Severity;
  readonly worst: Severity;
  /** 1, or more where it has been closed not long ago. */
  readonly times: number;
  /** Looks in a row at which it was judged, and not found or found less bad. */
  readonly calmLooks: number;
  /** Since then what it is judged by is missing. */
  readonly notSeenSince: Instant | undefined;
  /** Looks in a row at which it could not be judged. */
  readonly blindLooks: number;
}

export interface ClosedFinding extends OpenFinding {
  readonly closedAt: Instant;
}

export type LifeEvent = { readonly at: Instant } & (
  | { readonly kind: 'opened' | 'not-seen' | 'seen-again'; readonly of: OpenFinding }
  | { readonly kind: 'changed'; readonly of: OpenFinding; readonly from: Severity }
  | { readonly kind: 'closed'; readonly of: ClosedFinding }
);

export interface Lives {
  /** Worst first, of the same severity the oldest. */
  readonly open: readonly OpenFinding[];
  /** The newest few, newest first. */
  readonly closed: readonly ClosedFinding[];
}

export const noLives: Lives = { open: [], closed: [] };

/** What one look came to. */
export interface Judgement {
  readonly at: Instant;
  readonly findings: readonly Finding[];
  /** False where the finding is not there because something it is judged by is not. */
  readonly isJudged: (open: OpenFinding) => boolean;
}

/** Less is a flap: it neither closes a finding nor lowers its severity. */
export const calmLooksWanted = 3;
const closedKept = 20;

/** Opens at once, closes when it lasts; what cannot be judged stays as it is. */
export function liveOn(
  { open, closed }: Lives,
  judgement: Judgement,
): { readonly lives: Lives; readonly events: readonly LifeEvent[] } {
  const { at } = judgement;
  const found = new Map(judgement.findings.map((one) => [findingKey(one), one]));
  const known = new Set(open.map(({ key }) => key));
  const steps = [
    ...open.map((one) => stepOf(one, found.get(one.key), judgement)),
    ...[...found]
      .filter(([key]) => !known.has(key))
      .map(([key, finding]) => opened(key, finding, closed, at)),
  ];
  const over = steps.flatMap(({ of }) => ('closedAt' in of ? [of] : []));
  return {
    lives: {
      open: steps.flatMap(({ of }) => ('closedAt' in of ? [] : [of])).sort(worstFirst),
      closed: [...over, ...closed].slice(0, closedKept),
    },
    events: steps.flatMap(({ event }) => event ?? []),
  };
}

interface Step {
  readonly of: OpenFinding | ClosedFinding;
  readonly event?: LifeEvent;
}

function opened(
  key: string,
  finding: Finding,
  closed: readonly ClosedFinding[],
  at: Instant,
): Step {
  const { severity } = finding;
  const times = 1 + (closed.find((one) => one.key === key)?.times ?? 0);
  const looks = { calmLooks: 0, blindLooks: 0, notSeenSince: undefined };
  const of = { key, finding, openedAt: at, severity, worst: severity, times, ...looks };
  return { of, event: { kind: 'opened', at, of } };
}

function stepOf(one: OpenFinding, finding: Finding | undefined, judgement: Judgement): Step {
  if (finding) return found(one, finding, judgement.at);
  return judgement.isJudged(one) ? quiet(one, judgement.at) : blind(one, judgement.at);
}

function found(one: OpenFinding, finding: Finding, at: Instant): Step {
  const wasTold = one.blindLooks >= calmLooksWanted;
  const isBetter = rank(finding.severity) < rank(one.severity);
  const calmLooks = isBetter ? one.calmLooks + 1 : 0;
  const severity = isBetter && calmLooks < calmLooksWanted ? one.severity : finding.severity;
  const of = {
    ...one,
    ...{
      finding,
      severity,
      blindLooks: 0,
      notSeenSince: undefined,
      worst: worse(one.worst, severity),
    },
    calmLooks: severity === finding.severity ? 0 : calmLooks,
  };
  if (severity !== one.severity)
    return { of, event: { kind: 'changed', at, of, from: one.severity } };
  return wasTold ? { of, event: { kind: 'seen-again', at, of } } : { of };
}

function quiet(one: OpenFinding, at: Instant): Step {
  const calmLooks = one.calmLooks + 1;
  const of = { ...one, calmLooks, blindLooks: 0, notSeenSince: undefined };
  if (calmLooks < calmLooksWanted) return { of };
  const closed = { ...of, closedAt: at };
  return { of: closed, event: { kind: 'closed', at, of: closed } };
}

/** Told when it lasts: a single answer that does not come is everyday life. */
function blind(one: OpenFinding, at: Instant): Step {
  const blindLooks = one.blindLooks + 1;
  const of = { ...one, blindLooks, calmLooks: 0, notSeenSince: one.notSeenSince ?? at };
  return blindLooks === calmLooksWanted ? { of, event: { kind: 'not-seen', at, of } } : { of };
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function worse(one: Severity, other: Severity): Severity {
  return rank(one) > rank(other) ? one : other;
}

function worstFirst(a: OpenFinding, b: OpenFinding): number {
  return rank(b.severity) - rank(a.severity) || a.openedAt - b.openedAt;
}
