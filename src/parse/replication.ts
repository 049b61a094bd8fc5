import type { Replication } from '../model/ring.ts';

/**
 * The map `replication` of system_schema.keyspaces. What is not understood to the letter, such as
 * transient replicas (`3/1`) or another class, is `unknown`, which is never safe.
 */
export function parseReplication(map: Readonly<Record<string, unknown>>): Replication {
  const { class: className, ...options } = map;
  const name = typeof className === 'string' ? (className.split('.').at(-1) ?? '') : '';
  const unknown = { kind: 'unknown', description: describe(map) } as const;
  switch (name) {
    case 'LocalStrategy':
      return { kind: 'local' };
    case 'SimpleStrategy':
      return simple(options) ?? unknown;
    case 'NetworkTopologyStrategy':
      return network(options) ?? unknown;
    default:
      return unknown;
  }
}

function simple(options: Readonly<Record<string, unknown>>): Replication | undefined {
  const rf = factorOf(options['replication_factor']);
  return rf === undefined ? undefined : { kind: 'simple', rf };
}

function network(options: Readonly<Record<string, unknown>>): Replication | undefined {
  const factors = Object.entries(options).map(([dc, value]) => [dc, factorOf(value)] as const);
  const known = factors.flatMap(([dc, rf]) => (rf === undefined ? [] : [[dc, rf] as const]));
  if (known.length < factors.length) return undefined;
  return { kind: 'network', rfByDc: Object.fromEntries(known) };
}

function factorOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function describe(map: Readonly<Record<string, unknown>>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(' ');
}
