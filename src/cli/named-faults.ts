import { nearestKey } from '../model/nearest-key.ts';
import { UsageError } from '../model/errors.ts';
import { asAddress } from '../model/ip-address.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import { defaultFault } from '../simulate/default-fault.ts';
import type { Fault, FaultKind } from '../simulate/fault.ts';
import { faultKinds } from '../simulate/fault-kinds.ts';

/** A fault that comes by itself comes to a roll that is under way. */
const underWayMs = 120_000;

/** `drain-hangs@10.0.0.1` as a fault of the twin, which lives from `at` on. Throws UsageError. */
export function faultsNamed(
  names: readonly string[],
  { nodes }: Plan,
  at: Instant,
): readonly Fault[] {
  return names.map((name) => {
    const [kind = '', ...rest] = name.split('@');
    const address = asAddress(rest.join('@'));
    if (!isKind(kind)) {
      const near = nearestKey(kind, faultKinds);
      const meant = near === undefined ? '' : `did you mean ${near}? `;
      throw new UsageError(
        `there is no fault "${kind}"`,
        `${meant}known: ${faultKinds.join(', ')}`,
      );
    }
    if (!nodes.some((node) => node.address === address)) {
      const hint = `write it as ${kind}@${nodes[0]?.address ?? 'ADDRESS'}`;
      throw new UsageError(`fault "${name}" names no node of the plan`, hint);
    }
    return defaultFault(kind, address, at + underWayMs);
  });
}

function isKind(text: string): text is FaultKind {
  return (faultKinds as readonly string[]).includes(text);
}
