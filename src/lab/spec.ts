import { posix } from 'node:path';
import type { LabEntries } from './purge.ts';

/** How a lab was made; kept in `lab.json`, so that down, status and load need no options. */
export interface LabSpec {
  readonly format: 1;
  /** Absolute folder of the lab. */
  readonly dir: string;
  /** Of each lab another: runs and locks are kept by it, and none of an earlier lab is this one's. */
  readonly cluster: string;
  /** Absolute folder with one folder a version. */
  readonly cacheDir: string;
  /** First three bytes of every address: `127.0.0`. */
  readonly network: string;
  readonly nodeCount: number;
  /** Nodes are spread over so many racks; absent: each has one of its own. */
  readonly racks?: number;
  /** What the nodes were made with. */
  readonly version: string;
  /** Further versions with a prepared configuration. */
  readonly also: readonly string[];
  readonly heapMb: number;
  /** The java executable, and its major version. */
  readonly java: string;
  readonly javaMajor: number;
  readonly auth: boolean;
  readonly tls: boolean;
  readonly defaultRf: boolean;
  /** False until every node was once seen up by every node. */
  readonly ready: boolean;
}

export interface LabNode {
  /** `node1`. */
  readonly name: string;
  readonly address: string;
  readonly rack: string;
  /** Absolute folder. */
  readonly home: string;
}

/** First three bytes of a lab's addresses, unless another was asked for. */
export const defaultNetwork = '127.0.0';
export const cqlPort = 9042;
export const jmxPort = 7199;
export const storagePort = 7000;
export const sslStoragePort = 7001;
export const dataCenter = 'dc1';
/** The user of CQL and JMX in a lab with `--auth`. */
export const labUser = 'ringward';

type Place = Pick<LabSpec, 'dir' | 'network' | 'nodeCount' | 'racks'>;

/** What a client of the lab has to know of it. */
export type ClientSpec = Place & Pick<LabSpec, 'auth' | 'tls'>;

export function labNodes({
  dir,
  network,
  nodeCount,
  racks = nodeCount,
}: Place): readonly LabNode[] {
  return Array.from({ length: nodeCount }, (_, index) => {
    const number = index + 1;
    return {
      name: `node${number}`,
      address: `${network}.${number}`,
      rack: `rack${(index % racks) + 1}`,
      home: `${dir}/node${number}`,
    };
  });
}

/** What is the lab's in its folder. */
export function labEntries(spec: Place): LabEntries {
  const { dir } = spec;
  const nodes = labNodes(spec).map(({ home }) => home);
  const paths = [inventoryPath(dir), secretsFolder(dir), loadFolder(dir), ...nodes];
  const name = (path: string) => posix.basename(path);
  return { mark: name(specPath(dir)), others: paths.map(name) };
}

/** Every version the lab has a configuration for, the first one first. */
export function labVersions({
  version,
  also,
}: Pick<LabSpec, 'version' | 'also'>): readonly string[] {
  return [...new Set([version, ...also])];
}

export function specPath(dir: string): string {
  return `${dir}/lab.json`;
}

/** Of the lab's inventory. */
export function inventoryPath(dir: string): string {
  return `${dir}/ringward.yaml`;
}

export function secretsFolder(dir: string): string {
  return `${dir}/secrets`;
}

/** Ledgers of the load, in a lab of real or of simulated nodes. */
export function loadFolder(dir: string): string {
  return `${dir}/load`;
}

/** Replicas of the keyspaces the lab makes. */
export function replicaCount({ nodeCount }: Pick<LabSpec, 'nodeCount'>): number {
  return Math.min(3, nodeCount);
}
