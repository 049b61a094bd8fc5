import { remembering } from '../collect/context.ts';
import { openJmx } from '../collect/jmx-clients.ts';
import { openSessions } from '../collect/sessions.ts';
import { collectSnapshot } from '../collect/snapshot.ts';
import { turnsOf } from '../collect/turns.ts';
import type { Look } from '../execute/asked.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { Plan } from '../model/plan.ts';
import type { Snapshot, SourceId } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';

/** Looks at nodes of one inventory; CQL sessions stay open from look to look. */
export interface Looker {
  readonly at: (nodes: readonly InventoryNode[]) => Look;
  close(): Promise<void>;
}

/**
 * The second signal ends a look: after the first, a roll still has to see its node back. Of a plan the levels are those of
 * the inventory and the playbook.
 */
export function looker(
  inventory: Inventory,
  limits: Limits,
  ports: Ports,
  consistency: Plan['consistency'] = inventory.consistency,
): Looker {
  const commands = turnsOf(limits.concurrency);
  const sessions = openSessions({ ...ports, access: inventory.cql, limits });
  const jmx = openJmx({ ...ports, access: inventory.jmx, limits, commands });
  const { via } = inventory;
  const ownRows = { consistency, newTag: () => ports.ids.newSuffix() };
  const asked = { sessions, jmx, commands, via, ownRows };
  const context = remembering({ ports, limits, signal: ports.secondSignal, ...asked });
  return {
    at: (nodes) => (needs, rings) => collectSnapshot(nodes, needs, { ...context, rings }),
    close: async () => {
      await Promise.all([sessions.closeAll(), jmx.closeAll()]);
    },
  };
}

/** For a command that only looks: there is no node to finish, so the first signal ends it. */
export function onlyLooking(ports: Ports): Ports {
  return { ...ports, secondSignal: ports.signal };
}

/** One look at a few sources, with sessions of its own; the first signal ends it. */
export async function lookOnce(
  nodes: readonly InventoryNode[],
  sources: readonly SourceId[],
  inventory: Inventory,
  ports: Ports,
): Promise<Snapshot> {
  const looks = looker(inventory, inventory.limits, onlyLooking(ports));
  try {
    return await looks.at(nodes)(() => new Set(sources), false);
  } finally {
    await looks.close();
  }
}
