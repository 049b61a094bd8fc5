import type { InventoryNode } from '../model/inventory.ts';
import { valueOf, type Seen, type Via } from '../model/seen.ts';
import type { NodeSnapshot, Snapshot, SourceId } from '../model/snapshot.ts';
import type { Strangers } from './context.ts';
import { hostSources } from './host.ts';

/** A way by which a node says who it is. */
type ClaimedBy = Exclude<Via, 'host'>;

/** Who answered for a node of the inventory, by its own word. */
interface Claim {
  readonly address: string;
  readonly by: ClaimedBy;
  readonly hostId: string;
  /** Of system.local; absent before 2.1.6, and from JMX. */
  readonly broadcastAddress: string | undefined;
}

/**
 * Who answers for another at this look; of ways that said nothing of it what was known before. An address that no member
 * has proves nothing: behind NAT the inventory may well have another one.
 */
export function strangersIn(snapshot: Snapshot, known: Strangers = new Map()): Strangers {
  const claims = snapshot.nodes.flatMap(claimsOf);
  const members = new Set(snapshot.members ?? snapshot.nodes.map(({ address }) => address));
  const holdersOf = holdersIn(snapshot, claims);
  const strangers = new Map(known);
  for (const claim of claims) {
    const owner = ownerOf(claim, members, holdersOf) ?? twinOf(claim, claims, holdersOf);
    if (owner === claim.address) strangers.delete(keyOf(claim.address, claim.by));
    else if (owner !== undefined) strangers.set(keyOf(claim.address, claim.by), owner);
  }
  return strangers;
}

function claimsOf({ address, sources }: NodeSnapshot): readonly Claim[] {
  const local = valueOf(sources['cql-local']);
  const { info } = sources;
  const by = info?.kind === 'seen' && info.via === 'jmx' ? 'jmx' : 'nodetool';
  return [
    ...(local ? [{ address, by: 'cql', ...idsOf(local) } as const] : []),
    ...(info?.kind === 'seen' ? [{ address, by, ...idsOf(info.value) } as const] : []),
  ];
}

function idsOf(said: {
  readonly hostId: string;
  readonly broadcastAddress?: string;
}): Pick<Claim, 'hostId' | 'broadcastAddress'> {
  return { hostId: said.hostId, broadcastAddress: said.broadcastAddress };
}

type HoldersOf = (hostId: string) => ReadonlySet<string>;

/** Undefined: nothing says so. */
function ownerOf(
  { address, hostId, broadcastAddress }: Claim,
  members: ReadonlySet<string>,
  holdersOf: HoldersOf,
): string | undefined {
  if (broadcastAddress === address) return address;
  if (broadcastAddress !== undefined && members.has(broadcastAddress)) return broadcastAddress;
  const holders = holdersOf(hostId);
  return holders.has(address) ? address : [...holders].find((each) => members.has(each));
}

/** Two that say they are one: one of them is another, and nothing tells which. */
function twinOf(
  { address, hostId }: Claim,
  claims: readonly Claim[],
  holdersOf: HoldersOf,
): string | undefined {
  if (holdersOf(hostId).size > 0) return undefined;
  return claims.find((one) => one.hostId === hostId && one.address !== address)?.address;
}

/** Who has a host id: by those who proved who they are, else by every view of the ring. */
function holdersIn(snapshot: Snapshot, claims: readonly Claim[]): HoldersOf {
  const proven = groupHolders(
    claims.flatMap(({ address, broadcastAddress, hostId }) =>
      broadcastAddress === address ? [{ address, hostId }] : [],
    ),
  );
  let seen: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return (hostId) => {
    const holders = proven.get(hostId);
    if (holders) return holders;
    seen ??= groupHolders(viewsIn(snapshot).flat());
    return seen.get(hostId) ?? nobody;
  };
}

const nobody: ReadonlySet<string> = new Set();

interface Held {
  readonly address: string;
  readonly hostId: string | undefined;
}

/** Each view once: a thousand nodes share most of them. */
function viewsIn({ nodes }: Snapshot): readonly (readonly Held[])[] {
  const rows = nodes.map(({ sources }) => valueOf(sources.status)?.rows ?? []);
  const peers = nodes.map(({ sources }) => valueOf(sources['cql-peers'])?.peers ?? []);
  return [...new Set<readonly Held[]>([...rows, ...peers])];
}

function groupHolders(all: readonly Held[]): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, Set<string>>();
  for (const { address, hostId } of all) {
    if (hostId === undefined) continue;
    const known = holders.get(hostId);
    if (known) known.add(address);
    else holders.set(hostId, new Set([address]));
  }
  return holders;
}

function keyOf(address: string, by: ClaimedBy): string {
  return `${address} ${by}`;
}

/** What came from another is not seen, with what to mend; so is what was found by it. */
export function withoutStrangers(
  snapshot: Snapshot,
  strangers: Strangers,
  inventory: readonly InventoryNode[],
): Snapshot {
  if (strangers.size === 0) return snapshot;
  const nodes = snapshot.nodes.map((node, at) => ownOf(node, strangers, inventory[at]));
  return { ...snapshot, nodes };
}

function ownOf(
  node: NodeSnapshot,
  strangers: Strangers,
  place: InventoryNode | undefined,
): NodeSnapshot {
  const { address } = node;
  const details = new Map(
    claimedBy.flatMap((by) => {
      const other = strangers.get(keyOf(address, by));
      return other === undefined ? [] : [[by, detailOf(address, other, by, place)] as const];
    }),
  );
  if (details.size === 0) return node;
  const sources = Object.entries(node.sources).map(([source, seen]) => {
    const by = seen.kind === 'seen' ? foundBy(source as SourceId, seen) : [];
    const detail = by.map((each) => details.get(each)).find((each) => each !== undefined);
    return [source, detail === undefined ? seen : notOwn(seen, detail)];
  });
  return { ...node, sources: Object.fromEntries(sources) as NodeSnapshot['sources'] };
}

const claimedBy = ['cql', 'jmx', 'nodetool'] as const satisfies readonly ClaimedBy[];

/** Ways on which an answer rests. Of its machine: the process is known by JMX, the folders of data by CQL. */
function foundBy(source: SourceId, { via }: Extract<Seen<unknown>, { kind: 'seen' }>) {
  if (via !== 'host') return claimedBy.filter((each) => each === via);
  if (source === 'file-systems' || source === 'sstable-files') return ['cql'] as const;
  return hostSources.some((each) => each === source) ? (['jmx', 'nodetool'] as const) : [];
}

function notOwn({ at }: Seen<unknown>, detail: string): Seen<never> {
  return { kind: 'missing', at, why: 'another-node', detail };
}

function detailOf(
  address: string,
  other: string,
  by: ClaimedBy,
  place: InventoryNode | undefined,
): string {
  const { cqlAddress = '', cqlPort = 0 } = place ?? {};
  const { what, mend } = {
    cql: { what: `CQL at ${cqlAddress} port ${cqlPort}`, mend: 'cqlAddress and cqlPort' },
    jmx: { what: 'its JMX', mend: 'jmxAddress and jmxPort' },
    nodetool: { what: 'its nodetool', mend: 'nodetool' },
  }[by];
  return `${what} answers for ${other}: mend ${mend} of ${address} in the inventory`;
}
