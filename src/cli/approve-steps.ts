import { nearestHint } from '../config/nearest-key.ts';
import { GateRefused, UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { describeStep } from '../model/step.ts';
import { irreversibleSteps } from '../plan/approvals.ts';
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
      kinds.length === 0 ? 'it has none: leave --approve out' : nearestHint(wrong, kinds),
    );
  }
  const open = kinds.filter((kind) => !approved.includes(kind));
  if (open.length === 0 || streams.isInteractive) return;
  throw new UsageError(
    `${open.join(', ')} of this plan is irreversible and is not approved; --yes does not cover it`,
    `once the way back is given up: ${open.map((kind) => `--approve ${kind}`).join(' ')}`,
  );
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
