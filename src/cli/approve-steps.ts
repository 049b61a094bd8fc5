import { nearestHint } from '../model/nearest-key.ts';
import { GateRefused, UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { describeStep } from '../model/step.ts';
import { approvalsOf, irreversibleSteps } from '../plan/approvals.ts';
import type { Ports } from '../ports/index.ts';
import { askedFor } from './confirm.ts';

/**
 * Throws UsageError for a name that is no irreversible step of the plan, or when one is not named and nobody is
 * there to be asked: known before the cluster is asked.
 */
export function requireApprovable(
  { nodes }: Pick<Plan, 'nodes'>,
  approved: readonly string[],
  { streams }: Pick<Ports, 'streams'>,
): void {
  const kinds = irreversibleSteps(nodes).map(({ kind }) => kind);
  const wrong = approved.find((name) => !kinds.some((kind) => kind === name));
  if (wrong !== undefined) {
    throw new UsageError(
      `--approve: "${wrong}" is no irreversible step of this plan`,
      approveHint(wrong, kinds, approvalsOf(nodes)),
    );
  }
  const open = kinds.filter((kind) => !approved.includes(kind));
  if (open.length === 0 || streams.isInteractive) return;
  throw new UsageError(
    `${open.join(', ')} of this plan is irreversible and is not approved; --yes does not cover it`,
    `once the way back is given up: ${open.map((kind) => `--approve ${kind}`).join(' ')}`,
  );
}

/** A point at which the roll stops is approved when it has come there, by another command. */
function approveHint(wrong: string, kinds: readonly string[], points: readonly string[]): string {
  if (points.includes(wrong) || wrong === 'canary' || wrong.startsWith('dc:')) {
    const own = points.includes(wrong) ? 'the roll stops there' : 'this plan does not stop there';
    return `${wrong} is a point of a roll, and ${own}; it is approved with: ringward upgrade approve ${wrong}`;
  }
  if (kinds.length === 0) return 'it has none: leave --approve out';
  return nearestHint(wrong, kinds);
}

/** Those approved, the others asked for by name. Throws GateRefused unless each is typed, Interrupted on Ctrl-C. */
export async function approvedSteps(
  { nodes }: Pick<Plan, 'nodes'>,
  approved: readonly string[],
  ports: Pick<Ports, 'streams' | 'signal'>,
): Promise<readonly string[]> {
  const steps = irreversibleSteps(nodes);
  for (const step of steps.filter(({ kind }) => !approved.includes(kind))) {
    const { kind } = step;
    const question = `${describeStep(step)}: only snapshots lead back. Type ${kind} to approve it: `;
    if ((await askedFor(question, ports)) === kind) continue;
    throw new GateRefused(
      `${kind} is not approved: nothing was touched`,
      `to go on, type its name or give --approve ${kind}`,
    );
  }
  return steps.map(({ kind }) => kind);
}
