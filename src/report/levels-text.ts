import type { Plan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';

/** `default LOCAL_QUORUM; shop QUORUM, LOCAL_ONE`: by what the ranges are judged. */
export function levelsText({ consistency }: Pick<Plan, 'consistency'>): string {
  const entries = Object.entries(consistency);
  const first = entries.filter(([name]) => name === 'default');
  const others = entries.filter(([name]) => name !== 'default');
  const all = [...first, ...others].map(([name, levels]) => `${name} ${levels.join(', ')}`);
  return all.length === 0 ? 'none declared' : printable(all.join('; '));
}
