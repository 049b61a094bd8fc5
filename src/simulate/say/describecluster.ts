import type { ClusterDescription } from '../../model/readings.ts';
import { withPort } from './endpoint.ts';
import { isFrom } from './release.ts';
import { text } from './table.ts';

export interface ClusterDecorations {
  readonly snitch?: string;
  readonly isSnitchDynamic?: boolean;
  readonly counts?: Counts;
  readonly dcs?: readonly {
    readonly name: string;
    readonly nodes: number;
    readonly down: number;
  }[];
  /** `SimpleStrategy {replication_factor=2}` by keyspace. */
  readonly keyspaces?: Readonly<Record<string, string>>;
  readonly internodePort?: number;
}

interface Counts {
  readonly live: number;
  readonly joining: number;
  readonly moving: number;
  readonly leaving: number;
  readonly unreachable: number;
}

/** `nodetool describecluster`: from 4.0 on with statistics, releases and keyspaces. */
export function sayDescribeCluster(
  cluster: ClusterDescription,
  release: string,
  decorations: ClusterDecorations = {},
): string {
  const schema = cluster.schemaVersions.map(({ version, addresses }) => lineOf(version, addresses));
  const unreachable =
    cluster.unreachable.length === 0 ? [] : [lineOf('UNREACHABLE', cluster.unreachable)];
  const versions = [...schema, ...unreachable].flatMap((line) => [`\t\t${line}`, '']);
  const head = sayClusterHead(cluster, release, decorations) + text(versions);
  return isFrom(release, 4, 0) ? head + text(moreLines(cluster, decorations)) : head;
}

/** As far as it gets on a node that can no longer ask its peers. */
export function sayClusterHead(
  { name, partitioner }: Pick<ClusterDescription, 'name' | 'partitioner'>,
  release: string,
  { snitch = defaultSnitch, isSnitchDynamic = true }: ClusterDecorations = {},
): string {
  const dynamic = `\tDynamicEndPointSnitch: ${isSnitchDynamic ? 'enabled' : 'disabled'}`;
  const isOld = !isFrom(release, 3, 11);
  return text([
    'Cluster Information:',
    `\tName: ${name}`,
    // Before 3.11 the dynamic snitch hides the one below it.
    `\tSnitch: ${isOld && isSnitchDynamic ? dynamicSnitch : snitch}`,
    ...(isOld ? [] : [dynamic]),
    `\tPartitioner: ${partitioner}`,
    '\tSchema versions:',
  ]);
}

const locator = 'org.apache.cassandra.locator';
const defaultSnitch = `${locator}.GossipingPropertyFileSnitch`;
const dynamicSnitch = `${locator}.DynamicEndpointSnitch`;

function lineOf(version: string, addresses: readonly string[]): string {
  return `${version}: [${addresses.join(', ')}]`;
}

function moreLines(
  cluster: ClusterDescription,
  { counts, dcs, keyspaces = localKeyspaces, internodePort = 7000 }: ClusterDecorations,
): readonly string[] {
  const { live, joining, moving, leaving, unreachable } = counts ?? countsOf(cluster);
  const oneDc = { name: 'dc1', nodes: live + unreachable, down: unreachable };
  return [
    'Stats for all nodes:',
    `\tLive: ${live}`,
    `\tJoining: ${joining}`,
    `\tMoving: ${moving}`,
    `\tLeaving: ${leaving}`,
    `\tUnreachable: ${unreachable}`,
    '',
    'Data Centers: ',
    ...(dcs ?? [oneDc]).map((dc) => `\t${dc.name} #Nodes: ${dc.nodes} #Down: ${dc.down}`),
    '',
    'Database versions:',
    ...releaseLines(cluster, internodePort),
    'Keyspaces:',
    ...Object.entries(keyspaces).map(([name, text]) => `\t${name} -> Replication class: ${text}`),
  ];
}

const localKeyspaces = { system: 'LocalStrategy {}', system_schema: 'LocalStrategy {}' };

function countsOf({ schemaVersions, unreachable }: ClusterDescription): Counts {
  const live = schemaVersions.flatMap(({ addresses }) => addresses).length;
  return { live, joining: 0, moving: 0, leaving: 0, unreachable: unreachable.length };
}

/** Always with ports. */
function releaseLines(
  { releaseVersions = [] }: ClusterDescription,
  internodePort: number,
): readonly string[] {
  return releaseVersions.flatMap(({ version, addresses }) => {
    const places = addresses.map((address) => withPort(address, internodePort));
    return [`\t${lineOf(version, places)}`, ''];
  });
}
