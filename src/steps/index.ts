import type { PlannedStep, StepKind, StepOutcome, StepParams } from '../model/step.ts';
import { awaitReturn } from './await-return.ts';
import { clearSnapshot } from './clear-snapshot.ts';
import {
  clearCompactionHistory,
  configure,
  install,
  storageCompatibility,
} from './command-step.ts';
import { drain } from './drain.ts';
import { fetch } from './fetch.ts';
import { quiesce } from './quiesce.ts';
import { snapshot } from './snapshot.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';
import type { NodeContext, Step } from './step.ts';
import { stop } from './stop.ts';
import { unquiesce } from './unquiesce.ts';
import { upgradeSSTables } from './upgradesstables.ts';

/** Every kind of step. A new kind is a file here, a line here and a row in model/step.ts. */
export const steps: { readonly [K in StepKind]: Step<K> } = {
  fetch,
  snapshot,
  quiesce,
  drain,
  stop,
  'clear-compaction-history': clearCompactionHistory,
  install,
  configure,
  'storage-compatibility': storageCompatibility,
  start,
  'await-return': awaitReturn,
  unquiesce,
  soak,
  upgradesstables: upgradeSSTables,
  'clear-snapshot': clearSnapshot,
};

export function isStepDone(planned: PlannedStep, context: NodeContext): Promise<boolean> {
  return steps[planned.kind].isDone(context);
}

export function runStep(planned: PlannedStep, context: NodeContext): Promise<StepOutcome> {
  return runOf(planned, context);
}

/** Kind and parameters belong together; the type parameter says so to the compiler. */
function runOf<K extends StepKind>(
  planned: { readonly kind: K; readonly params: StepParams[K] },
  context: NodeContext,
): Promise<StepOutcome> {
  return steps[planned.kind].run(planned.params, context);
}
