import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Plan } from '../model/plan.ts';

type Levels = Plan['consistency'];

/** Per keyspace all that the inventory and the playbook declare: the stricter one wins. */
export function bothDeclared(inventory: Levels, playbook: Levels): Levels {
  return Object.fromEntries(
    namesOf(inventory, playbook).map((name) => [
      name,
      [...new Set([...levelsOf(inventory, name), ...levelsOf(playbook, name)])],
    ]),
  );
}

/** What the inventory declares otherwise than when the plan was made, in words. What its playbook declares stands in the plan. */
export function levelChanges(
  {
    consistency: planned,
    playbookConsistency = {},
  }: Pick<Plan, 'consistency' | 'playbookConsistency'>,
  inventory: Levels,
): readonly string[] {
  const now = bothDeclared(inventory, playbookConsistency);
  return namesOf(planned, now).flatMap((name) => {
    const [was, is] = [levelsText(levelsOf(planned, name)), levelsText(levelsOf(now, name))];
    return was === is ? [] : [`consistency of ${name} is ${is} by now, in the plan ${was}`];
  });
}

function namesOf(a: Levels, b: Levels): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

/** A keyspace may be named as what every object has. */
function levelsOf(from: Levels, name: string): readonly ConsistencyLevel[] {
  return (Object.hasOwn(from, name) ? from[name] : undefined) ?? [];
}

function levelsText(levels: readonly ConsistencyLevel[]): string {
  return levels.length === 0 ? 'not declared' : [...levels].sort().join(', ');
}
