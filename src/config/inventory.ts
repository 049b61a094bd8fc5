import { posix } from 'node:path';
import {
  realTransports,
  type Inventory,
  type InventoryNode,
  type Transport,
} from '../model/inventory.ts';
import { productionLimits } from '../model/limits.ts';
import { waysToAsk } from '../model/seen.ts';
import { pathFrom } from './argv-field.ts';
import { acceptLossOf } from './accept-loss.ts';
import { consistencyOf } from './consistency.ts';
import { choiceOf, fields, isTrue, itemsOf, required, textOf, wrongValue } from './fields.ts';
import { alertsOf } from './inventory-alerts.ts';
import { cqlOf, type Environment } from './inventory-cql.ts';
import { refuseSameFiles } from './inventory-files.ts';
import { freezeOf } from './inventory-freeze.ts';
import { nodeDefaultsOf, nodeOf, type NodeDefaults } from './inventory-node.ts';
import { requireReachable } from './inventory-reached.ts';
import { reachKeys } from './inventory-reach.ts';
import { limitsOf } from './limits.ts';
import { maintenanceWindowOf } from './maintenance-window.ts';
import { refuseSameAddress, refuseSamePlaces } from './same-place.ts';
import { parseYamlDocument, type YamlNode } from './yaml-document.ts';

const keys = [
  'cluster',
  'limits',
  'transport',
  'cql',
  'jmx',
  'via',
  'nodetool',
  'commands',
  'files',
  'lockDir',
  ...reachKeys,
  'consistency',
  'acceptLoss',
  'alerts',
  'maintenanceWindow',
  'writeRead',
  'freeze',
  'unfreeze',
  'nodes',
] as const;

/**
 * `ringward.yaml` with every default filled in (docs/inventory.md). `path` must be absolute: relative
 * paths in the file start at its folder. With `env`, a `passwordFrom: {env: NAME}` that is not set is
 * an error here and not in the middle of a run. Throws ConfigError with file:line:column.
 */
export function parseInventory(text: string, path: string, env?: Environment): Inventory {
  const root = parseYamlDocument(text, path, 'inventory.md');
  const found = fields(root, keys, 'inventory');
  const folder = posix.dirname(path);
  const { cqlPort, ...cql } = cqlOf(found.cql, folder, env);
  const transport = transportOf(found.transport, folder);
  const defaults = nodeDefaultsOf(found, folder, cqlPort, typeof transport === 'object');
  const alerts = alertsOf(found.alerts, folder, env);
  const maintenanceWindow = maintenanceWindowOf(found.maintenanceWindow);
  const cluster = clusterOf(required(found.cluster, root.where, 'cluster'));
  const freeze = freezeOf(found, cluster, folder);
  const nodesNode = required(found.nodes, root.where, 'nodes');
  const nodes = itemsOf(nodesNode, 'nodes');
  const inventory: Inventory = {
    cluster,
    path,
    transport,
    nodes: nodesOf(nodes, defaults),
    cql,
    jmx: defaults.jmx.access,
    via: found.via ? choiceOf(found.via, waysToAsk, 'via') : 'auto',
    consistency: { default: ['LOCAL_QUORUM'], ...consistencyOf(found.consistency) },
    ...acceptLossOf(found.acceptLoss),
    limits: limitsOf(found.limits),
    ...(alerts && { alerts }),
    ...(maintenanceWindow && { maintenanceWindow }),
    ...(isTrue(found.writeRead, 'writeRead') && { writeRead: true }),
    ...(freeze && { freeze }),
  };
  if (nodes.length === 0) throw wrongValue(nodesNode, 'nodes', 'a list with at least one node');
  refuseSameFiles(inventory.nodes, (found.files ?? nodesNode).where);
  return inventory;
}

/** Without a file: the node of this machine, as its own nodetool reaches it. Good for a look, not for a roll. */
export function defaultInventory(): Inventory {
  const address = '127.0.0.1';
  return {
    cluster: 'local',
    transport: 'local',
    nodes: [
      {
        address,
        cqlAddress: address,
        cqlPort: 9042,
        jmx: { host: address, port: 7199 },
        nodetool: ['nodetool', '-h', address, '-p', '7199'],
        commands: {},
      },
    ],
    cql: {},
    jmx: {},
    via: 'auto',
    consistency: { default: ['LOCAL_QUORUM'] },
    limits: productionLimits,
  };
}

/** How commands reach the nodes, or `{simulated: FILE}` for a cluster of `lab up --simulated`. */
function transportOf(node: YamlNode | undefined, folder: string): Transport {
  if (!node) return 'local';
  if (node.kind !== 'map') return choiceOf(node, realTransports, 'transport');
  const { simulated } = fields(node, ['simulated'], 'transport');
  const file = textOf(
    required(simulated, node.where, 'transport.simulated'),
    'transport.simulated',
  );
  return { simulated: pathFrom(folder, file) };
}

/** The name is part of file names: of the lock, the state folder. */
function clusterOf(node: YamlNode): string {
  const name = textOf(node, 'cluster');
  if (!/^[\w][\w .-]{0,99}$/.test(name)) {
    throw wrongValue(node, 'cluster', 'a name of letters, digits, spaces, "_", "." and "-"');
  }
  return name;
}

function nodesOf(written: readonly YamlNode[], defaults: NodeDefaults): readonly InventoryNode[] {
  const nodes = written.map((node) => nodeOf(node, defaults));
  refuseSameAddress(written, nodes);
  requireReachable(written, nodes);
  refuseSamePlaces(written, nodes);
  return nodes;
}
