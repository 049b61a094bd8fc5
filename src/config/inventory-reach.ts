import { posix } from 'node:path';
import { fillArgv, placeholdersOf, type TemplateValues } from '../model/argv-template.ts';
import { ConfigError } from '../model/errors.ts';
import {
  commandNames,
  realTransports,
  type InventoryNode,
  type NodeCommands,
  type RealTransport,
} from '../model/inventory.ts';
import { jumpForm, type NodeReach } from '../model/reach.ts';
import { pathFrom } from './argv-field.ts';
import { choiceOf, countOf, fields, oneOrMore, textOf, wrongValue } from './fields.ts';
import type { YamlNode } from './yaml-document.ts';

/** The sections that say how a machine is reached, by the transport they are for. */
export const reachKeys = ['ssh', 'docker', 'kubectl'] as const;
type ReachKind = (typeof reachKeys)[number];
export type FoundReach = Readonly<Partial<Record<ReachKind, YamlNode>>>;

/** One section as it is written; values may hold `{address}` and `{home}`. */
interface ReachSection {
  readonly host?: string;
  readonly user?: string;
  readonly port?: number;
  readonly identityFile?: string;
  readonly jump?: readonly string[];
  readonly knownHosts?: string;
  readonly sudo?: readonly (keyof NodeCommands)[];
  readonly container?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly pod?: string;
}

/** What the file says for all nodes. */
export interface ReachDefaults {
  readonly transport: RealTransport;
  readonly section: ReachSection;
  readonly folder: string;
  /** Template; undefined: not said. */
  readonly lockDir: string | undefined;
}

const sectionKeys = {
  ssh: ['host', 'user', 'port', 'identityFile', 'jump', 'knownHosts', 'sudo'],
  docker: ['container'],
  kubectl: ['context', 'namespace', 'pod', 'container'],
} as const satisfies Readonly<Record<ReachKind, readonly (keyof ReachSection)[]>>;

export function reachDefaultsOf(
  found: FoundReach & { readonly transport?: YamlNode; readonly lockDir?: YamlNode },
  folder: string,
): ReachDefaults {
  const transport =
    found.transport && found.transport.kind !== 'map'
      ? choiceOf(found.transport, realTransports, 'transport')
      : 'local';
  const lockDir = found.lockDir && lockDirOf(found.lockDir);
  return { transport, folder, lockDir, section: sectionOf(found, transport, folder) };
}

interface Reached {
  readonly place: Pick<InventoryNode, 'reach' | 'lockDir'>;
  /** Those that are run with sudo. */
  readonly sudo: readonly (keyof NodeCommands)[];
}

/** How one node is reached: single values of its own go before those for all. */
export function reachOf(
  node: YamlNode,
  found: FoundReach,
  { transport, section, folder, lockDir }: ReachDefaults,
  values: TemplateValues,
): Reached {
  const merged = { ...section, ...sectionOf(found, transport, folder) };
  const fill = (text: string | undefined) => text && filled(node, text, values);
  const reach = filledReach(node, transport, {
    ...merged,
    ...given({
      host: fill(merged.host ?? '{address}'),
      container: fill(merged.container),
      pod: fill(merged.pod),
    }),
  });
  return { place: given({ reach, lockDir: fill(lockDir) }), sudo: merged.sudo ?? [] };
}

function filled(node: YamlNode, text: string, values: TemplateValues): string {
  if (placeholdersOf(text).includes('home') && values['home'] === undefined) {
    throw new ConfigError(
      node.where,
      `nodes: ${values['address'] ?? ''} has no home, and "${text}" uses {home}`,
      'add home: /path to the node',
    );
  }
  return fillArgv([text], values)[0] ?? text;
}

/** With every value filled in. */
function filledReach(
  node: YamlNode,
  transport: RealTransport,
  section: ReachSection,
): NodeReach | undefined {
  const must = (key: 'host' | 'container' | 'pod') => {
    const text = section[key];
    if (text !== undefined) return text;
    throw new ConfigError(
      node.where,
      `transport ${transport}: it is not said which ${key} this node is`,
      `give the node its own: ${transport}: {${key}: NAME}`,
    );
  };
  const { user, port, identityFile, knownHosts, jump = [] } = section;
  const { context, namespace, container } = section;
  switch (transport) {
    case 'local':
      return undefined;
    case 'ssh': {
      const own = given({ user, port, identityFile, knownHosts });
      return { kind: 'ssh', host: must('host'), ...own, jump };
    }
    case 'docker':
      return { kind: 'docker', container: must('container') };
    case 'kubectl':
      return { kind: 'kubectl', pod: must('pod'), ...given({ context, namespace, container }) };
  }
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}

/** A section for another transport would be left unread. */
function sectionOf(found: FoundReach, transport: RealTransport, folder: string): ReachSection {
  for (const kind of reachKeys) {
    const section = found[kind];
    if (!section || kind === transport) continue;
    throw new ConfigError(
      section.where,
      `${kind}: is read with transport: ${kind} alone, and here it is ${transport}`,
      `add transport: ${kind}, or leave the section out`,
    );
  }
  const section = transport === 'local' ? undefined : found[transport];
  if (transport === 'local' || !section) return {};
  const values: Readonly<Partial<Record<keyof ReachSection, YamlNode>>> = fields(
    section,
    sectionKeys[transport] as readonly (keyof ReachSection)[],
    transport,
  );
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      readers[key as keyof ReachSection](value, `${transport}.${key}`, folder),
    ]),
  );
}

type Read = (node: YamlNode, what: string, folder: string) => unknown;

const file: Read = (node, what, folder) => {
  const path = pathFrom(folder, textOf(node, what));
  if (path.includes('"')) throw wrongValue(node, what, 'a path that ssh can be told (no ")');
  return path;
};

/** A name that no program could take for an option. */
const name: Read = (node, what) => {
  const text = textOf(node, what);
  const bare = text.replaceAll(/\{\w+\}/g, 'x');
  const isKnown = placeholdersOf(text).every((each) => each === 'address' || each === 'home');
  if (!isKnown || !/^[\w:][\w.:@/-]*$/.test(bare)) throw wrongValue(node, what, 'a name');
  return text;
};

const readers: Readonly<Record<keyof ReachSection, Read>> = {
  host: name,
  user: name,
  port: (node, what) => countOf(node, what, 1, 65_535),
  identityFile: file,
  knownHosts: file,
  jump: (node, what) =>
    oneOrMore(node).map((item) => {
      const text = textOf(item, what);
      if (!jumpForm.test(text)) throw wrongValue(item, what, '[user@]host[:port]');
      return text;
    }),
  sudo: (node, what) => oneOrMore(node).map((item) => choiceOf(item, commandNames, what)),
  container: name,
  context: name,
  namespace: name,
  pod: name,
};

/** `lockDir`: where the lock of a node is, a folder on its machine; a template. */
function lockDirOf(node: YamlNode): string {
  const text = textOf(node, 'lockDir');
  const isKnown = placeholdersOf(text).every((each) => each === 'address' || each === 'home');
  if (isKnown && /^(\/|\{home\})/.test(text)) return text;
  throw wrongValue(node, 'lockDir', 'an absolute path; {home} may begin it');
}

/** Refuses an ssh within ssh: what was written for `transport: local` would go on from the node to itself, or to nowhere. */
export function onceThere(
  argv: readonly string[],
  { where }: YamlNode,
  what: string,
  transport: RealTransport,
): readonly string[] {
  if (transport !== 'ssh' || posix.basename(argv[0] ?? '') !== 'ssh') return argv;
  throw new ConfigError(
    where,
    `${what}: with transport: ssh it is run on the node, so this ssh would lead on from there`,
    'write the command as it is typed on the node; how the node is reached stands under ssh:',
  );
}

/** A command with sudo, which asks nobody for a password. */
export function withSudo(
  commands: NodeCommands,
  sudo: readonly (keyof NodeCommands)[],
): NodeCommands {
  return Object.fromEntries(
    Object.entries(commands as Readonly<Record<string, readonly string[]>>).map(([key, argv]) => [
      key,
      sudo.includes(key as keyof NodeCommands) ? ['sudo', '-n', '--', ...argv] : argv,
    ]),
  );
}
