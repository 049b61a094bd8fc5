import { stepsOfPlan, type Plan } from '../model/plan.ts';
import { isTriedAgain } from '../model/step.ts';
import { durationText } from './duration.ts';

/** `fetch, snapshot: up to 2 times, 30 s apart`; undefined: the first failure of any step stops the roll. */
export function triedAgainText({
  nodes,
  limits: { retries, retryPauseMs },
}: Plan): string | undefined {
  const kinds = stepsOfPlan(nodes)
    .steps.filter(isTriedAgain)
    .map(({ kind }) => kind);
  if (retries === 0 || kinds.length === 0) return undefined;
  const times = retries === 1 ? 'once' : `up to ${retries} times`;
  return `${kinds.join(', ')}: ${times}, ${durationText(retryPauseMs)} apart`;
}
