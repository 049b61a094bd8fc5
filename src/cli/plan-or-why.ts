import type { Plan } from '../model/plan.ts';
import type { PlanRequest } from '../plan/request.ts';
import type { Ports } from '../ports/index.ts';
import { preflightText } from '../report/preflight-text.ts';
import { planOf } from './make-plan.ts';
import { NoPlan } from './no-plan.ts';
import type { PlanOptions } from './upgrade-options.ts';
import { yamlDiffs } from './yaml-diffs.ts';

/** The plan; where there is none, what the rules say is printed whole before NoPlan is thrown. */
export function planOrWhy(request: PlanRequest, options: PlanOptions, ports: Ports): Plan {
  try {
    return planOf(request);
  } catch (error) {
    throw toldWhy(error, options, ports, diffs(request, options));
  }
}

/** The error, when what it says of a plan that is none was printed; `more` is text for a terminal. */
export function toldWhy(
  error: unknown,
  options: Pick<PlanOptions, 'format'>,
  { streams }: Pick<Ports, 'streams'>,
  more: readonly string[] = [],
): unknown {
  if (error instanceof NoPlan) streams.out(whyText(error, options, more));
  return error;
}

function whyText(
  { problems, findings }: NoPlan,
  { format }: Pick<PlanOptions, 'format'>,
  more: readonly string[],
): string {
  if (format !== 'json') return linesText([...preflightText(findings), ...more]);
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
