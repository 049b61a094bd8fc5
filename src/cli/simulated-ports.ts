import type { Inventory } from '../model/inventory.ts';
import type { Ports } from '../ports/index.ts';
import { closedJmx } from '../ports/jmx.ts';
import type { SimulatedCluster } from '../simulate/cluster.ts';
import { simulatedCql } from '../simulate/cql.ts';
import { simulatedDoor } from '../simulate/door.ts';
import { simulatedRunner } from '../simulate/runner.ts';

/** Nodes, requests and time are the simulated cluster's; files, terminal and locks stay this machine's. */
export function simulatedPorts(
  cluster: SimulatedCluster,
  { nodes, freeze }: Pick<Inventory, 'nodes' | 'freeze'>,
  ports: Ports,
): Ports {
  return {
    ...ports,
    clock: cluster.clock,
    runner: simulatedRunner(cluster, nodes, freeze),
    cql: simulatedCql(cluster, nodes),
    door: simulatedDoor(cluster, nodes),
    jmx: closedJmx,
  };
}
