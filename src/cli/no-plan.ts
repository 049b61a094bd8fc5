import { ToolError } from '../model/errors.ts';
import type { RuleFinding } from '../model/rule-finding.ts';
import { exitCodeOf, type PlanProblem } from '../plan/problem.ts';

/** Everything that stands against a plan; what the rules of the hop say is in `findings`, whole. */
export class NoPlan extends ToolError {
  readonly problems: readonly PlanProblem[];
  readonly findings: readonly RuleFinding[];
  constructor(problems: readonly PlanProblem[], findings: readonly RuleFinding[] = []) {
    const [first] = problems;
    const more = problems.slice(1).map(({ message }) => `; also: ${message}`);
    super(
      `no plan: ${first?.message ?? ''}${more.join('')}`,
      exitCodeOf(problems),
      first && hintOf(first),
    );
    this.problems = problems;
    this.findings = findings;
  }
}

function hintOf({ hint, rule }: PlanProblem): string {
  return rule === undefined
    ? hint
    : `${hint}; or, knowing what it means: --accept ${rule} --because "WHY"`;
}
