import type { Advice } from './advice.ts';
import { groupBy } from './group-by.ts';
import type { Instant } from './instant.ts';
import type { SourceId } from './snapshot.ts';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(floor);
}

/** A number (or word) a verdict rests on, with the limit it was held against, or its samples. */
export interface Evidence {
  readonly what: string;
  readonly value?: number | string;
  readonly unit?: string;
  readonly limit?: number | string;
  readonly samples?: readonly { readonly at: Instant; readonly value: number }[];
}

/** What may lie behind a finding. `likely`: something speaks for it and nothing against. */
export interface Cause {
  /** A short name, as in docs/findings: `throttle`. */
  readonly id: string;
  /** In words: `the compaction throttle`. */
  readonly title: string;
  readonly confidence: 'likely' | 'possible';
  readonly speaksFor: readonly string[];
  readonly speaksAgainst: readonly string[];
}

/** What it is not, although it looks like that. */
export interface RuledOut {
  readonly id: string;
  readonly title: string;
  readonly because: string;
}

export interface Finding {
  readonly detector: string;
  /** A state within the detector, such as STUCK or SLOW. */
  readonly state?: string;
  readonly severity: Severity;
  /** Address of the node, or `cluster`. */
  readonly node: string;
  /** What on the node: a table, a device. Part of the finding's identity. */
  readonly subject?: string;
  /** True: it is set so, maybe on purpose; what was so when the plan was made holds no roll. */
  readonly isConfiguration?: true;
  /** One line: what is wrong, with its numbers. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** The most likely first; absent: the detector names none. */
  readonly causes?: readonly Cause[];
  readonly ruledOut?: readonly RuledOut[];
  /** What to do next, as commands or one sentence; read-only commands first. */
  readonly advice: readonly Advice[];
}

/** The same trouble keeps its key from look to look. */
export function findingKey(
  finding: Pick<Finding, 'detector' | 'state' | 'node' | 'subject'>,
): string {
  return [finding.detector, finding.state ?? '', finding.node, finding.subject ?? ''].join('|');
}

/** A key for people: `stalled-compaction STUCK on 10.0.0.1 (app.events)`. */
export function findingKeyText(key: string): string {
  const [detector, state, node, ...subject] = key.split('|');
  const name = [detector, state].filter(Boolean).join(' ');
  const what = subject.join('|');
  return `${name} on ${node ?? ''}${what === '' ? '' : ` (${what})`}`;
}

/** A source that a detector needed and did not get. */
export interface MissingSource {
  readonly node: string;
  readonly source: SourceId | 'rings';
  readonly why: string;
  readonly detail: string;
}

/** What may be trouble and was not seen for long enough to say; as a finding it would have this key. */
export interface Undecided extends Pick<Finding, 'detector' | 'state' | 'node' | 'subject'> {
  /** One line: what was seen so far. */
  readonly what: string;
  /** True: healthy nodes show it for a while, too, so it holds no roll. */
  readonly isUsual?: boolean;
  /** What a longer look has to ask for to decide it, beside what the detector follows. */
  readonly asks?: readonly SourceId[];
}

export interface Detection {
  readonly detector: string;
  readonly findings: readonly Finding[];
  /** Unknown is never healthy: exit 5 unless a finding wins. */
  readonly missing: readonly MissingSource[];
  /** The look was too short for this detector: `needs --for 30s`. Leaves the exit code alone. */
  readonly notJudged?: string;
  /** Shown by a longer look: a plan looks on until it knows, and a roll waits, unless it is usual. */
  readonly undecided?: readonly Undecided[];
}

/** A detector that could not judge, with why. */
export interface NotJudged {
  readonly detector: string;
  readonly reason: string;
}

export function notJudgedBy(detections: readonly Detection[]): readonly NotJudged[] {
  return detections.flatMap(({ detector, notJudged }) =>
    notJudged === undefined ? [] : [{ detector, reason: notJudged }],
  );
}

/** Several detectors miss the same answer: it is said once, in its longest wording. */
export function withoutRepeats(missing: readonly MissingSource[]): readonly MissingSource[] {
  const alike = groupBy(missing, ({ node, source }) => `${node} ${source}`);
  const isRepeat = (one: MissingSource, all: readonly MissingSource[]) =>
    all.some(
      (other, i) =>
        other.detail.startsWith(one.detail) &&
        (other.detail !== one.detail || i < all.indexOf(one)),
    );
  return missing.filter((one) => !isRepeat(one, alike.get(`${one.node} ${one.source}`) ?? []));
}
