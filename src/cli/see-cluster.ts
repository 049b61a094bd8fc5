import { detectAll } from '../detect/index.ts';
import type { Needs } from '../execute/asked.ts';
import type { Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { lookOn } from './look-on.ts';
import { looker, onlyLooking } from './look.ts';

/** One full look at a cluster, and what is found in it: more looks follow while that is open. */
export async function seeCluster(
  inventory: Inventory,
  needs: Needs,
  withRings: boolean,
  ports: Ports,
): Promise<{ readonly snapshot: Snapshot; readonly findings: readonly Finding[] }> {
  const { limits, nodes } = inventory;
  ports.live.update(`asking ${nodes.length} nodes`);
  const looks = looker(inventory, limits, onlyLooking(ports));
  try {
    const look = looks.at(nodes);
    const snapshot = await look(needs, withRings);
    const series = await lookOn([snapshot], look, limits, ports);
    return { snapshot, findings: detectAll(series, limits).flatMap((each) => each.findings) };
  } finally {
    ports.live.stop();
    await looks.close();
  }
}
