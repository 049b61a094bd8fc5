import type { LabUpOptions } from './up-options.ts';

/** Settings of a lab by the words of its command line. */
export type Settings = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a lab has that was asked for otherwise, in words; undefined when nothing. */
export function conflictWith(has: Settings, asked: Settings): string | undefined {
  const differences = Object.keys(asked).filter(
    (name) => asked[name] !== undefined && asked[name] !== has[name],
  );
  if (differences.length === 0) return undefined;
  return differences.map((name) => inWords(name, has[name])).join(', ');
}

function inWords(name: string, value: Settings[string]): string {
  if (typeof value === 'boolean') return value ? name : `no ${name}`;
  return `${name} ${String(value)}`;
}

/** The version counts only as what the lab was made with: after a roll it may be on one of the others. */
export function labSettings({
  network,
  nodes,
  racks,
  heapMb,
  auth,
  tls,
  defaultRf,
  version,
}: Omit<LabUpOptions, 'also'>): Settings {
  return {
    ...{ '--network': network, '--nodes': nodes, '--racks': racks },
    '--heap': heapMb === undefined ? undefined : `${heapMb}m`,
    ...{ '--auth': auth, '--tls': tls, '--default-rf': defaultRf, version },
  };
}
