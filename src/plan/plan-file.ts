import { ConfigError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { verifyDigest } from './digest.ts';

const format = 1;

/** The plan as a file that people can read and diff. */
export function planFileText(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/**
 * Throws ConfigError for a file that is no plan, is of another format, or was changed after it was
 * made. Layout may change (a formatter, line ends), content may not.
 */
export function parsePlanFile(text: string, path: string): Plan {
  const value = parseJson(text, path);
  if (typeof value !== 'object' || value === null || !('format' in value) || !('digest' in value)) {
    throw new ConfigError(path, 'this is not a plan file', makeNew);
  }
  if (value.format !== format) {
    const got = JSON.stringify(value.format);
    throw new ConfigError(path, `plan format ${got} is not known, ${format} is`, makeNew);
  }
  // A matching digest says that the content is as it was written, so its shape is that of a Plan.
  const plan = value as Plan;
  if (!verifyDigest(plan)) {
    throw new ConfigError(path, 'the plan was changed after it was made', makeNew);
  }
  return plan;
}

const makeNew = 'make a new one: ringward upgrade plan --playbook NAME --to VERSION --out PLAN';

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(path, `this is not a plan file, not even JSON: ${why}`, makeNew);
  }
}
