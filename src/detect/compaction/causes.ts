import type { Cause, RuledOut } from '../../model/finding.ts';

/** What one cause would show: what speaks for it was seen, and what speaks against it. */
export interface Weighed {
  readonly id: string;
  readonly title: string;
  readonly speaksFor: readonly (string | undefined)[];
  readonly speaksAgainst?: readonly (string | undefined)[];
  /** True: never likely, whatever speaks for it. */
  readonly isGuess?: boolean;
}

/**
 * Of causes with something that speaks for them those that nothing speaks against first, then those
 * with the most for them; what only speaks against itself is ruled out.
 */
export function weigh(weighed: readonly Weighed[]): {
  readonly causes: readonly Cause[];
  readonly ruledOut: readonly RuledOut[];
} {
  const all = weighed.map((one) => ({
    ...{ id: one.id, title: one.title, isGuess: one.isGuess === true },
    speaksFor: one.speaksFor.filter((words) => words !== undefined),
    speaksAgainst: (one.speaksAgainst ?? []).filter((words) => words !== undefined),
  }));
  const causes = all
    .filter(({ speaksFor }) => speaksFor.length > 0)
    .map(({ isGuess, ...one }): Cause => ({
      ...one,
      confidence: one.speaksAgainst.length === 0 && !isGuess ? 'likely' : 'possible',
    }))
    .toSorted(
      (a, b) =>
        a.confidence.localeCompare(b.confidence) ||
        a.speaksAgainst.length - b.speaksAgainst.length ||
        b.speaksFor.length - a.speaksFor.length,
    );
  const ruledOut = all.flatMap(({ id, title, speaksFor, speaksAgainst }) => {
    const [because] = speaksAgainst;
    return speaksFor.length > 0 || because === undefined ? [] : [{ id, title, because }];
  });
  return { causes, ruledOut };
}
