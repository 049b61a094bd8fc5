import type { PlannedStep, StepKind, StepOutcome } from '../model/step.ts';
import { awaitReturn } from './await-return.ts';
import { configure, install } from './command-step.ts';
import { drain } from './drain.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';
import type { NodeContext, Step } from './step.ts';
import { stop } from './stop.ts';

/** Every kind of step. A new kind is a file here, a line here and a row in model/step.ts. */
export const steps: { readonly [K in StepKind]: Step<K> } = {
  drain,
  stop,
  install,
  configure,
  start,
  'await-return': awaitReturn,
  soak,
};

export function isStepDone(planned: PlannedStep, context: NodeContext): Promise<boolean> {
  return steps[planned.kind].isDone(context);
}

export function runStep(planned: PlannedStep, context: NodeContext): Promise<StepOutcome> {
  switch (planned.kind) {
    case 'drain':
      return drain.run(planned.params, context);
    case 'stop':
      return stop.run(planned.params, context);
    case 'install':
      return install.run(planned.params, context);
    case 'configure':
      return configure.run(planned.params, context);
    case 'start':
      return start.run(planned.params, context);
    case 'await-return':
      return awaitReturn.run(planned.params, context);
    case 'soak':
      return soak.run(planned.params, context);
  }
}
