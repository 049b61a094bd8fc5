import type { Inventory } from '../model/inventory.ts';
import type { Ports } from '../ports/index.ts';

/** The ports that lead to the nodes of an inventory: those of this machine, or of a simulated cluster. */
export async function clusterPorts(
  { transport, nodes }: Pick<Inventory, 'transport' | 'nodes'>,
  ports: Ports,
): Promise<Ports> {
  if (transport === 'local') return ports;
  const [{ openSimulated }, { simulatedPorts }] = await Promise.all([
    import('./open-simulated.ts'),
    import('./simulated-ports.ts'),
  ]);
  const cluster = await openSimulated(transport.simulated, ports);
  return simulatedPorts(cluster, nodes, ports);
}
