import type { Plan } from '../model/plan.ts';
import type { PlanRequest } from '../plan/request.ts';
import type { Ports } from '../ports/index.ts';
import { preflightText } from '../report/preflight-text.ts';
import { planOf } from './make-plan.ts';
import { NoPlan } from './no-plan.ts';
import type { PlanOptions } from './upgrade-options.ts';
import { yamlDiffs } from './yaml-diffs.ts';

/** The plan; where there is none, what the rules say is printed whole before NoPlan is thrown. */
export function planOrWhy(request: PlanRequest, options: PlanOptions, { streams }: Ports): Plan {
  try {
    return planOf(request);
  } catch (error) {
    if (error instanceof NoPlan) streams.out(whyText(error, request, options));
    throw error;
  }
}

function whyText(why: NoPlan, request: PlanRequest, options: PlanOptions): string {
  const { problems, findings } = why;
  if (options.format !== 'json')
    return linesText([...preflightText(findings), ...diffs(request, options)]);
  const value = { format: 1, kind: 'ringward-no-plan', problems, preflight: findings };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What `--yaml-diff` adds. */
export function diffText(request: PlanRequest, options: PlanOptions): string {
  return linesText(diffs(request, options));
}

function diffs(request: PlanRequest, { yamlDiff = false }: PlanOptions): readonly string[] {
  return yamlDiff ? yamlDiffs(request) : [];
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
