import { posix as path } from 'node:path';
import type { RunPaths } from '../execute/run-store.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { mostBytes } from '../model/most-bytes.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlanFile } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import { catalogue } from './catalogue.ts';

/** A plan file, checked in full. Throws UsageError or ConfigError. */
export async function readPlan(file: string, ports: Ports): Promise<Plan> {
  const text = await ports.files.readText(file, mostBytes.plan);
  if (text === undefined) {
    throw new UsageError(
      `${file}: there is no such plan`,
      'make one: ringward upgrade plan --to VERSION --out PLAN, or, to take a run back: ringward upgrade rollback',
    );
  }
  return parsePlanFile(text, file, catalogue);
}

/** The copy that a run keeps. Throws UsageError or ConfigError. */
export async function readPlanOfRun({ plan, journal }: RunPaths, ports: Ports): Promise<Plan> {
  const then = `its journal says what was done: ${journal}; put the plan back that it was begun with, to go on`;
  if (!(await ports.files.exists(plan))) {
    throw new UsageError(`${plan}: the plan of this run is gone`, then);
  }
  try {
    return await readPlan(plan, ports);
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message, then) : error;
  }
}

/** The plan an operator named; it must be one for the cluster of the inventory. */
export async function readPlanFor(
  inventory: Inventory,
  named: string,
  ports: Ports,
): Promise<Plan> {
  const plan = await readPlan(path.resolve(ports.cwd, named), ports);
  if (plan.cluster === inventory.cluster) return plan;
  throw new UsageError(
    `the plan is for cluster ${plan.cluster}, the inventory for ${inventory.cluster}`,
    'give the inventory the plan was made with',
  );
}
