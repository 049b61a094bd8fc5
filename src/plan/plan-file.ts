import { ConfigError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import type { StepCatalogue } from '../model/step-catalogue.ts';
import { verifyDigest } from './digest.ts';
import { planProblem } from './plan-problem.ts';

const format = 1;

/** The plan as a file that people can read and diff. */
export function planFileText(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/**
 * Throws ConfigError for a file that is no plan, is of another format, was changed after it was
 * made, or is not one that a plan's maker makes (whoever reckoned its digest). Layout may change (a
 * formatter, line ends), content may not.
 */
export function parsePlanFile(text: string, path: string, catalogue: StepCatalogue): Plan {
  const value = parseJson(text, path);
  if (typeof value !== 'object' || value === null || !('format' in value) || !('digest' in value)) {
    throw new ConfigError(path, 'this is not a plan file', makeNew);
  }
  if (value.format !== format) {
    const got = JSON.stringify(value.format);
    throw new ConfigError(path, `plan format ${got} is not known, ${format} is`, makeAnew(value));
  }
  if (!verifyDigest(value)) {
    throw new ConfigError(path, 'the plan was changed after it was made', makeAnew(value));
  }
  const problem = planProblem(value, catalogue);
  if (problem !== undefined) {
    throw new ConfigError(path, `this plan cannot be carried out: ${problem}`, makeAnew(value));
  }
  return value as Plan;
}

/** Whether a text was meant to be a plan, of any format and however it was edited. */
export function isPlanText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const keys = ['format', 'digest', 'playbook', 'nodes'];
    return typeof value === 'object' && value !== null && keys.every((key) => key in value);
  } catch {
    return false;
  }
}

const makeNew = 'make a new one: ringward upgrade plan --playbook NAME --to VERSION --out PLAN';

/** One that takes a run back, as far as it still says so. */
function makeAnew(plan: object): string {
  const undoes = 'undoes' in plan ? (plan.undoes as { readonly runId?: unknown } | null) : null;
  const run = undoes?.runId;
  const isRun = typeof run === 'string' && /^[\w-]+$/.test(run);
  return isRun ? `make a new one: ringward upgrade rollback ${run} --out PLAN` : makeNew;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(path, `this is not a plan file, not even JSON: ${why}`, makeNew);
  }
}
