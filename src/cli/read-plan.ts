import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlanFile } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import { catalogue } from './catalogue.ts';

/** A plan file, checked in full. Throws UsageError or ConfigError. */
export async function readPlan(file: string, ports: Ports): Promise<Plan> {
  const text = await ports.files.readText(file);
  if (text === undefined) {
    throw new UsageError(
      `${file}: there is no such plan`,
      'make one: ringward upgrade plan --to VERSION --out PLAN',
    );
  }
  return parsePlanFile(text, file, catalogue);
}
