import { ConfigError } from '../model/errors.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { asAddress } from '../model/ip-address.ts';
import type { YamlNode } from './yaml-document.ts';

/** What no two nodes share, and the words for those that do. */
interface Own {
  /** Undefined: the node has none. */
  readonly of: (node: InventoryNode) => string | undefined;
  readonly twice: (first: InventoryNode, second: InventoryNode) => string;
  /** What to write for the second; undefined: it is to go. */
  readonly mend?: string;
}

const address: Own = {
  of: (node) => node.address,
  twice: (_, node) => `nodes: ${node.address} is there twice`,
};

const places: readonly Own[] = [
  {
    of: ({ cqlAddress, cqlPort }) => placeOf(cqlAddress, cqlPort),
    twice: (first, second) =>
      sharing(first, second, `CQL at ${placeOf(second.cqlAddress, second.cqlPort)}`),
    mend: 'cqlAddress or cqlPort',
  },
  {
    of: jmxPlaceOf,
    twice: (first, second) => sharing(first, second, `JMX at ${jmxText(second)}`),
    mend: 'jmxAddress or jmxPort',
  },
  {
    of: ({ nodetool, reach }) => JSON.stringify([reach, nodetool]),
    twice: (first, second) => sharing(first, second, 'the same nodetool call'),
    mend: 'nodetool, or name {address} or {jmxPort} in it',
  },
];

/** Throws ConfigError for a node that is written twice. */
export function refuseSameAddress(
  written: readonly YamlNode[],
  nodes: readonly InventoryNode[],
): void {
  refuseSame(address, written, nodes);
}

/**
 * No node is asked where another answers: the answers of one would stand for both. One address with several ports, as
 * behind a proxy, is several places. Throws ConfigError.
 */
export function refuseSamePlaces(
  written: readonly YamlNode[],
  nodes: readonly InventoryNode[],
): void {
  for (const place of places) refuseSame(place, written, nodes);
}

function refuseSame(
  { of, twice, mend }: Own,
  written: readonly YamlNode[],
  nodes: readonly InventoryNode[],
): void {
  const firsts = new Map<string, number>();
  nodes.forEach((node, index) => {
    const key = of(node);
    if (key === undefined) return;
    const at = firsts.get(key) ?? index;
    const first = nodes[at];
    firsts.set(key, at);
    if (at === index || !first) return;
    const where = `the first is at ${written[at]?.where ?? ''}`;
    throw new ConfigError(
      written[index]?.where ?? '',
      twice(first, node),
      mend === undefined ? where : `${where}; give ${node.address} its own ${mend}`,
    );
  });
}

function sharing(
  { address: first }: InventoryNode,
  { address: second }: InventoryNode,
  what: string,
): string {
  return `nodes: ${first} and ${second} are both asked by ${what}: the answers of one would stand for both`;
}

/** However the address is written. */
function placeOf(host: string, port: number): string {
  const address = asAddress(host).toLowerCase();
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Where a command leads there, what it says is the place. */
function jmxPlaceOf({ jmx }: InventoryNode): string | undefined {
  if (!jmx) return undefined;
  const { host, port, proxyCommand } = jmx;
  return proxyCommand ? JSON.stringify([proxyCommand, port]) : placeOf(host, port);
}

function jmxText({ jmx }: InventoryNode): string {
  if (!jmx) return '';
  return jmx.proxyCommand
    ? `port ${jmx.port} of the same proxyCommand`
    : placeOf(jmx.host, jmx.port);
}
