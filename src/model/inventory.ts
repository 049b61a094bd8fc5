import type { ConsistencyLevel } from './consistency.ts';
import type { FreezeCommands } from './freeze.ts';
import type { Limits } from './limits.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';
import type { NodeReach } from './reach.ts';
import type { WayToAsk } from './seen.ts';

/** Where a secret is read from, by name; the secret itself is never in the inventory. */
export type SecretSource = { readonly file: string } | { readonly env: string };

export interface TlsFiles {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
}

/** Where alerts of elsewhere are asked for, and which of them hold a roll. */
export type AlertSource = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly user?: string;
  readonly passwordFrom?: SecretSource;
  /** Sent as `Authorization: Bearer`. */
  readonly tokenFrom?: SecretSource;
  readonly tls?: TlsFiles;
} & (
  | { readonly kind: 'alertmanager'; readonly matchers: readonly string[] }
  | { readonly kind: 'prometheus'; readonly query: string }
);

/** Argument arrays; `{address}`, `{home}`, `{version}` and `{mode}` are filled in. */
export interface NodeCommands {
  /** Stops the process; must be safe to repeat. */
  readonly stop?: readonly string[];
  /** Exit 0 while the process runs, 1 (or 3) when it does not. */
  readonly running?: readonly string[];
  /** Brings `{version}` to the machine, or says that it cannot; touches nothing that runs. Safe to repeat. */
  readonly fetch?: readonly string[];
  /** Takes the node away from clients, out of a load balancer for instance; must be safe to repeat. */
  readonly quiesce?: readonly string[];
  /** Undoes what `quiesce` did, once the node serves again; must be safe to repeat. */
  readonly unquiesce?: readonly string[];
  /** Puts `{version}` in place of the stopped version; must be safe to repeat. */
  readonly install?: readonly string[];
  /** Puts the configuration for `{version}` in place; must be safe to repeat. */
  readonly configure?: readonly string[];
  /** Removes the SSTables of system.compaction_history of the stopped node; must be safe to repeat. */
  readonly clearCompactionHistory?: readonly string[];
  /** Writes `storage_compatibility_mode: {mode}` into the configuration in place; must be safe to repeat. */
  readonly storageCompatibility?: readonly string[];
  /** Starts the process and returns; must be safe to repeat. */
  readonly start?: readonly string[];
  /** Prints the newest lines of the node's log; shown when the node does not come back. */
  readonly log?: readonly string[];
}

export const commandNames = [
  ...(['stop', 'running', 'fetch', 'quiesce', 'unquiesce'] as const),
  ...(['install', 'configure', 'clearCompactionHistory'] as const),
  ...(['storageCompatibility', 'start', 'log'] as const),
] satisfies readonly (keyof NodeCommands)[];

/** How JMX lets us in; the password file is one that nodetool reads, too. */
export interface JmxAccess {
  readonly user?: string;
  readonly passwordFile?: string;
  readonly tls?: TlsFiles;
}

export interface JmxAddress {
  readonly host: string;
  readonly port: number;
  /** The way there, with `{jmxPort}` left for the port that is wanted. */
  readonly proxyCommand?: readonly string[];
}

/** Where the files of a node are, with nothing left to fill in. */
export interface NodeFilesPlace {
  /** Folder of cassandra.yaml. */
  readonly config: string;
  /** Absent: the node is asked for them. */
  readonly data?: readonly string[];
  /** The program that starts the node. */
  readonly java: string;
  /** Put before every command that reads them; empty: they are on this machine. */
  readonly through: readonly string[];
}

export interface InventoryNode {
  /** The address other nodes know it by (broadcast_address). */
  readonly address: string;
  /** Where CQL answers, when it is not `address`. */
  readonly cqlAddress: string;
  readonly cqlPort: number;
  /** Where JMX answers without nodetool; undefined: not said, or not reachable from here. */
  readonly jmx?: JmxAddress;
  /** Free text for `{home}` in commands. */
  readonly home?: string;
  /** Complete: nodetool with host, port, credentials file. */
  readonly nodetool: readonly string[];
  readonly commands: NodeCommands;
  /** Absent: not said, so no file is read. */
  readonly files?: NodeFilesPlace;
  /** Absent: commands run on this machine. */
  readonly reach?: NodeReach;
  /** The folder on its machine where its lock is; absent: the usual one. */
  readonly lockDir?: string;
}

/** How commands and requests reach the nodes; `simulated` names the file of a simulated cluster. */
export type Transport = RealTransport | { readonly simulated: string };

export const realTransports = ['local', 'ssh', 'docker', 'kubectl'] as const;
export type RealTransport = (typeof realTransports)[number];

export interface Inventory {
  readonly cluster: string;
  /** The file it came from; undefined for the built-in one-node inventory. */
  readonly path?: string;
  readonly transport: Transport;
  readonly nodes: readonly InventoryNode[];
  readonly cql: {
    readonly user?: string;
    readonly passwordFrom?: SecretSource;
    readonly tls?: TlsFiles;
  };
  readonly jmx: JmxAccess;
  readonly via: WayToAsk;
  /** Declared levels by keyspace; `default` for all others. */
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  /** Keyspaces that may lose levels while a node is down, each with the reason. */
  readonly acceptLoss?: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** Absent: no alerts of elsewhere are asked for. */
  readonly alerts?: AlertSource;
  /** Absent: nodes may be stopped at any time. */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** True: rolls write and read a row of Ringward's own through each node. */
  readonly writeRead?: boolean;
  /** Absent: rolls stop nothing but nodes. */
  readonly freeze?: FreezeCommands;
}
