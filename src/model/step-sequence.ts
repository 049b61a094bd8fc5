import { storageModeOf, type PlannedStep, type StepKind } from './step.ts';
import type { StepCatalogue } from './step-catalogue.ts';

/** The steps of one node and the gates around them. */
export interface StepSequence {
  readonly steps: readonly PlannedStep[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Why these steps must not be carried out; undefined when they may. What stops a node must bring
 * it up again, and have the gates without which nobody knows that it is safe, or over.
 */
export function sequenceProblem(
  sequence: StepSequence,
  catalogue: StepCatalogue,
): string | undefined {
  const kinds = sequence.steps.map(({ kind }) => kind);
  return kinds.includes('stop')
    ? (stopProblem(kinds, sequence, catalogue) ?? modeProblem(sequence))
    : problemWithoutStop(kinds);
}

function stopProblem(
  kinds: readonly StepKind[],
  sequence: StepSequence,
  catalogue: StepCatalogue,
): string | undefined {
  for (const needed of ['start', 'await-return'] as const) {
    if (!kinds.includes(needed)) return `stop without ${needed} would leave the node down`;
  }
  if (kinds.includes('unquiesce') && !kinds.includes('quiesce')) {
    return 'unquiesce needs quiesce before it';
  }
  for (const phase of ['before', 'after'] as const) {
    const missing = catalogue.neededGates[phase].find((gate) => !sequence[phase].includes(gate));
    if (missing !== undefined) return `stop needs the gate ${missing} under ${phase}`;
  }
  return undefined;
}

/** A commit log that was written in one mode is not to be replayed in the next: the node must have ended clean. */
function modeProblem({ steps, after }: StepSequence): string | undefined {
  const isSet = storageModeOf(steps) !== undefined;
  if (after.includes('storage-compatibility') !== isSet) {
    return 'the step storage-compatibility and the gate of that name under after need each other';
  }
  if (!isSet) return undefined;
  const drain = steps.find((step) => step.kind === 'drain');
  if (!drain) return 'storage-compatibility needs drain before it';
  return drain.params.onTimeout === 'fail'
    ? undefined
    : 'storage-compatibility needs a drain that ended: onTimeout must be fail';
}

const onStopped = [
  'clear-compaction-history',
  'install',
  'configure',
  'storage-compatibility',
  'start',
] as const;

function problemWithoutStop(kinds: readonly StepKind[]): string | undefined {
  if (kinds.includes('fetch')) return 'fetch needs install after it';
  const acts = onStopped.find((kind) => kinds.includes(kind));
  if (acts !== undefined) return `${acts} needs stop before it`;
  if (kinds.includes('unquiesce')) return 'unquiesce needs quiesce before it';
  if (kinds.includes('quiesce')) return 'a node closed to clients: quiesce needs stop after it';
  if (!kinds.includes('drain')) return undefined;
  return 'a drained node serves nobody: drain needs stop after it';
}

/** Undefined when every step is there at most once and in the order of the catalogue. */
export function orderProblem(
  kinds: readonly StepKind[],
  catalogue: StepCatalogue,
): string | undefined {
  const order = catalogue.steps.map(({ kind }) => kind);
  for (const [index, kind] of kinds.entries()) {
    const before = kinds[index - 1];
    if (before === undefined || order.indexOf(before) < order.indexOf(kind)) continue;
    return before === kind ? `${kind} is there twice` : `${kind} cannot come after ${before}`;
  }
  return undefined;
}
