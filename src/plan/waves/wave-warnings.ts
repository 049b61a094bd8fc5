import {
  describeMargin,
  judgeRanges,
  levelKey,
  type RangeMargin,
} from '../../rules/range-safety.ts';
import { replicaGroups } from '../../rules/replica-groups.ts';
import type { RangeRequest } from '../range-problems.ts';

/**
 * Levels that no client is known to need (`system_auth` without a log-in) and that a whole wave takes, though none
 * of its nodes alone does: what one node takes is told of every plan.
 */
export function waveWarnings(
  {
    rings,
    consistency,
    authenticatorOn,
    allowed,
    down = new Set(),
  }: Omit<RangeRequest, 'addresses'>,
  waves: readonly (readonly { readonly address: string }[])[],
): readonly string[] {
  const { groups } = replicaGroups(rings, consistency, authenticatorOn, allowed);
  const lostWith = (addresses: readonly string[]) =>
    judgeRanges(groups, new Set([...down, ...addresses])).warnings;
  const lost = new Map<string, { readonly margin: RangeMargin; readonly waves: number[] }>();
  for (const [index, wave] of waves.entries()) {
    if (wave.length < 2) continue;
    const addresses = wave.map(({ address }) => address);
    const together = lostWith(addresses);
    if (together.length === 0) continue;
    const alone = new Set(addresses.flatMap((address) => lostWith([address]).map(levelKey)));
    for (const margin of together) {
      const level = levelKey(margin);
      if (alone.has(level)) continue;
      const known = lost.get(level) ?? { margin, waves: [] };
      known.waves.push(index + 1);
      lost.set(level, known);
    }
  }
  return [...lost.values()].map(({ margin, waves: numbers }) => {
    const which = numbers.length === 1 ? 'wave' : 'each of the waves';
    return `no client logs in, so not held by ${describeMargin(margin)} while ${which} ${numbers.join(', ')} is down together`;
  });
}
