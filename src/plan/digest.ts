import { createHash } from 'node:crypto';
import type { Plan } from '../model/plan.ts';

/** SHA-256 in hex over the canonical JSON of a value. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

export function withDigest(plan: Omit<Plan, 'digest'>): Plan {
  return { ...plan, digest: digestOf(plan) };
}

/** False when anything in the plan was changed after it was made. */
export function verifyDigest(plan: { readonly digest: unknown }): boolean {
  const { digest, ...rest } = plan;
  return digest === digestOf(rest);
}

/** JSON with sorted keys and no spaces; keys with an undefined value are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${entries.join(',')}}`;
}
