import type { Plan, PlannedNode } from '../model/plan.ts';
import type { PlannedStep, StepKind } from '../model/step.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { linesWithWayBackTo } from '../rules/upgrade/release-lines.ts';

/** `''`: this is no version known here. */
export function lineOf(version: string | undefined): string {
  const parsed = parseVersion(version ?? '');
  return parsed ? releaseLine(parsed) : '';
}

export function crosses(
  { toVersion }: Pick<Plan, 'toVersion'>,
  { fromVersion }: Pick<PlannedNode, 'fromVersion'>,
): boolean {
  return lineOf(toVersion) !== lineOf(fromVersion);
}

/** The older line opens what the newer one has written, once what it cannot read is removed. */
export function isOpenedBy(target: string, release: string | undefined): boolean {
  return linesWithWayBackTo(lineOf(target)).includes(lineOf(release));
}

/** The shipped playbook that leads from a release back to another. Undefined: there is none. */
export function playbookBack(release: string, target: string): string | undefined {
  if (!isOpenedBy(target, release)) return undefined;
  return `downgrade-${lineOf(release)}-to-${lineOf(target)}`;
}

const keptKinds: ReadonlySet<StepKind> = new Set([
  ...(['fetch', 'quiesce', 'drain', 'stop', 'install', 'configure', 'start'] as const),
  ...(['await-return', 'unquiesce', 'soak'] as const),
]);

/**
 * Those of the way there, without its snapshot. `clears`: an older line would read what it does not know, which
 * is removed before it is started.
 */
export function stepsBack(
  { steps }: Pick<PlannedNode, 'steps'>,
  clears: boolean,
): readonly PlannedStep[] {
  return steps.filter(({ kind }) => keptKinds.has(kind)).flatMap((step) => stepBack(step, clears));
}

function stepBack(step: PlannedStep, clears: boolean): readonly PlannedStep[] {
  if (step.kind === 'soak') return [{ ...step, params: { ...step.params, compare: 'none' } }];
  if (step.kind === 'drain') {
    // What is left in the commit log is read by the older release.
    return [{ ...step, params: { ...step.params, onTimeout: clears ? 'fail' : 'stop' } }];
  }
  if (step.kind !== 'install' || !clears) return [step];
  const { timeoutMs } = step.params;
  return [{ kind: 'clear-compaction-history', params: { timeoutMs } }, step];
}
