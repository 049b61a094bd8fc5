import type { InventoryNode } from '../model/inventory.ts';
import { CqlError, type CqlTarget } from '../ports/cql.ts';
import type { CqlDoor, Passage } from '../ports/cql-door.ts';
import type { SimulatedCluster } from './cluster.ts';
import { simulatedCql } from './cql.ts';

/** Simulated nodes let in whom their CQL lets in; they know neither TLS nor passwords. */
export function simulatedDoor(
  cluster: SimulatedCluster,
  inventory: readonly InventoryNode[],
): CqlDoor {
  const cql = simulatedCql(cluster, inventory);
  const enter = async (target: CqlTarget): Promise<Passage> => {
    const begunAt = cluster.clock.now();
    try {
      await (await cql.connect(target)).close();
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      return { passedMs: {}, failed: { phase: 'connect', errorClass: 'refused' } };
    }
    return { passedMs: { connect: cluster.clock.now() - begunAt, startup: 0 } };
  };
  return { knock: enter, logIn: enter };
}
