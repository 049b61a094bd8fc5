import { printable } from '../model/printable.ts';
import type { PlanDiff } from '../model/plan-diff.ts';

/** For a terminal: the verdict first, then what it rests on. `again` makes the plan anew. */
export function planDiffText(diff: PlanDiff, again: string): string {
  return [
    verdictLine(diff),
    ...diff.changed.map((what) => `changed: ${printable(what)}`),
    ...diff.missing.map((what) => `not seen: ${printable(what)}`),
    ...diff.declared.map((what) => `declared: ${printable(what)}`),
    ...diff.releases.map(
      ({ node, planned, now }) =>
        `release: ${node} ran ${planned}, now ${printable(now ?? 'not seen')}`,
    ),
    ...diff.modes.map(
      ({ node, planned, now }) =>
        `storage mode: ${node} was in ${printable(planned)}, now in ${printable(now)}`,
    ),
    ...diff.opened.map((what) => `opened since: ${printable(what)}`),
    ...diff.gone.map((what) => `gone since: ${printable(what)}`),
    ...(diff.verdict === 'changed' ? [`make a new plan: ${again}`] : []),
    '',
  ].join('\n');
}

function verdictLine({ verdict }: PlanDiff): string {
  switch (verdict) {
    case 'fits':
      return 'The plan fits the cluster as it is now.';
    case 'changed':
      return 'The plan does not fit any more: a run would refuse it.';
    case 'cannot-tell':
      return 'Cannot tell whether the plan still fits.';
  }
}
