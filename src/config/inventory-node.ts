import { fillArgv, placeholdersOf } from '../model/argv-template.ts';
import { ConfigError } from '../model/errors.ts';
import { canonicalAddress } from '../model/ip-address.ts';
import type { InventoryNode, NodeCommands, NodeFilesPlace } from '../model/inventory.ts';
import { portArgv } from '../model/reach.ts';
import { argvOf, pathFrom } from './argv-field.ts';
import { fields, required, textOf, wrongValue } from './fields.ts';
import { commandsOf } from './inventory-commands.ts';
import { portOf } from './inventory-cql.ts';
import { filesOf, filledFiles, wordsOfFiles } from './inventory-files.ts';
import { jmxOf, type JmxSection } from './inventory-jmx.ts';
import {
  onceThere,
  reachDefaultsOf,
  reachKeys,
  reachOf,
  withSudo,
  type ReachDefaults,
} from './inventory-reach.ts';
import type { YamlNode } from './yaml-document.ts';

/** What the file says for all nodes; a node may change single values. */
export interface NodeDefaults {
  readonly folder: string;
  readonly cqlPort: number;
  readonly jmx: JmxSection;
  /** Whether JMX is asked without nodetool, of nodes that say nothing else. */
  readonly asksJmx: boolean;
  /** Template of the nodetool call. */
  readonly nodetool: readonly string[];
  readonly commands: NodeCommands;
  /** Template; undefined: not said. */
  readonly files: NodeFilesPlace | undefined;
  readonly reach: ReachDefaults;
  /** Nodes that are simulated answer all commands themselves. */
  readonly isSimulated: boolean;
}

const nodetoolPlaceholders = ['address', 'jmxPort', 'home'];

export function nodeDefaultsOf(
  found: Readonly<
    Partial<
      Record<
        | 'transport'
        | 'jmx'
        | 'nodetool'
        | 'commands'
        | 'files'
        | 'lockDir'
        | (typeof reachKeys)[number],
        YamlNode
      >
    >
  >,
  folder: string,
  cqlPort: number,
  isSimulated: boolean,
): NodeDefaults {
  const jmx = jmxOf(found.jmx, folder);
  const reach = reachDefaultsOf(found, folder);
  // On the node itself JMX is asked where Cassandra lets it in without being told to.
  const host = reach.transport === 'local' ? ['-h', '{address}'] : [];
  const nodetool = found.nodetool
    ? nodetoolOf(found.nodetool, folder, reach)
    : ['nodetool', ...host, '-p', '{jmxPort}', ...jmx.options];
  // Where nodetool is written out it may lead anywhere: then JMX is asked only if it is declared.
  const asksJmx = jmx.isOpen && (found.jmx !== undefined || found.nodetool === undefined);
  const commands = commandsOf(found.commands, folder, { isSimulated, reach });
  const files = filesOf(found.files, folder, isSimulated);
  const means = { jmx, asksJmx, nodetool, commands, files, reach };
  return { folder, cqlPort, isSimulated, ...means };
}

const nodeKeys = [
  'address',
  'cqlAddress',
  'cqlPort',
  'jmxAddress',
  'jmxPort',
  'home',
  'nodetool',
  'commands',
  'files',
  ...reachKeys,
] as const;

/** An address, or a map with what is different for this node. */
export function nodeOf(node: YamlNode, defaults: NodeDefaults): InventoryNode {
  if (node.kind !== 'map') return withDefaults(node, addressOf(node), {}, defaults);
  const found = fields(node, nodeKeys, 'nodes');
  const address = addressOf(required(found.address, node.where, 'nodes: address'));
  return withDefaults(node, address, found, defaults);
}

type FoundNode = Readonly<Partial<Record<(typeof nodeKeys)[number], YamlNode>>>;

function withDefaults(
  node: YamlNode,
  address: string,
  found: FoundNode,
  defaults: NodeDefaults,
): InventoryNode {
  const { folder, isSimulated } = defaults;
  const home = found.home && pathFrom(folder, textOf(found.home, 'home'));
  const own = { address, home };
  const jmxPort = found.jmxPort ? portOf(found.jmxPort, 'jmxPort') : defaults.jmx.port;
  const nodetool = found.nodetool
    ? nodetoolOf(found.nodetool, folder, defaults.reach)
    : defaults.nodetool;
  const commands = { ...defaults.commands, ...commandsOf(found.commands, folder, defaults) };
  const files = filesOf(found.files, folder, isSimulated) ?? defaults.files;
  const { sudo, place } = reachOf(node, found, defaults.reach, own);
  const words = [nodetool, defaults.jmx.proxyCommand ?? [], wordsOfFiles(files)];
  if (home === undefined) refuseHome(node, address, [...words, ...Object.values(commands)]);
  return {
    address,
    cqlAddress: found.cqlAddress ? hostOf(found.cqlAddress, 'cqlAddress') : address,
    cqlPort: found.cqlPort ? portOf(found.cqlPort, 'cqlPort') : defaults.cqlPort,
    ...filesPlaceOf(files, own),
    ...jmxPlaceOf(found, { ...own, ...place }, jmxPort, defaults),
    ...(home !== undefined && { home }),
    nodetool: fillArgv(nodetool, { address, jmxPort: String(jmxPort), home }),
    commands: withSudo(commands, sudo),
    ...place,
  };
}

function filesPlaceOf(
  files: NodeFilesPlace | undefined,
  own: { readonly address: string; readonly home: string | undefined },
): Pick<InventoryNode, 'files'> {
  return files ? { files: filledFiles(files, own) } : {};
}

/** What of a node says where it is. */
interface OwnPlace extends Pick<InventoryNode, 'address' | 'reach'> {
  readonly home: string | undefined;
}

/** Where nodetool is the node's own it may lead anywhere: then JMX must be declared for the node. */
function jmxPlaceOf(
  { jmxAddress, jmxPort, nodetool }: FoundNode,
  own: OwnPlace,
  port: number,
  { jmx, asksJmx }: NodeDefaults,
): Pick<InventoryNode, 'jmx'> {
  const isDeclared = [jmxAddress, jmxPort].some((each) => each !== undefined);
  if (!jmx.isOpen || !(isDeclared || (asksJmx && !nodetool))) return {};
  const host = jmxAddress && hostOf(jmxAddress, 'jmxAddress');
  const way = wayToJmx(jmx, own, host);
  if (way === 'none' && !isDeclared) return {};
  const proxyCommand = typeof way === 'string' ? {} : { proxyCommand: way };
  return { jmx: { host: host ?? own.address, port, ...proxyCommand } };
}

/** The command that leads to JMX. `none`: inside a container only nodetool, which is there, finds it. */
function wayToJmx(
  { proxyCommand }: JmxSection,
  { reach, ...own }: OwnPlace,
  host = '127.0.0.1',
): readonly string[] | 'from here' | 'none' {
  if (proxyCommand) return fillArgv(proxyCommand, { ...own });
  if (!reach) return 'from here';
  return portArgv(reach, host, '{jmxPort}') ?? 'none';
}

function nodetoolOf(node: YamlNode, folder: string, reach: ReachDefaults): readonly string[] {
  const argv = argvOf(node, 'nodetool', nodetoolPlaceholders, folder);
  return onceThere(argv, node, 'nodetool', reach.transport);
}

/**
 * Peers know a node by its IP address, so a name could never be matched with what they say; however
 * it is written, it is kept as they print it.
 */
function addressOf(node: YamlNode): string {
  const address = textOf(node, 'address');
  const canonical = canonicalAddress(address);
  if (canonical !== undefined) return canonical;
  throw new ConfigError(
    node.where,
    `address: "${address}" is not an IP address`,
    'write it as nodetool status prints it (broadcast_address); cqlAddress may be a name',
  );
}

function hostOf(node: YamlNode, what: string): string {
  const host = textOf(node, what);
  if (!/^[\w:][\w.:-]*$/.test(host)) throw wrongValue(node, what, 'a host name or address');
  return host;
}

function refuseHome(node: YamlNode, address: string, argvs: readonly (readonly string[])[]): void {
  const usesHome = argvs.flat().some((argument) => placeholdersOf(argument).includes('home'));
  if (!usesHome) return;
  throw new ConfigError(
    node.where,
    `nodes: ${address} has no home, and its commands use {home}`,
    'add home: /path to the node',
  );
}
