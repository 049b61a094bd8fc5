import { UsageError } from '../model/errors.ts';
import type { Inventory, NodeCommands } from '../model/inventory.ts';
import type { Plan } from '../model/plan.ts';

/** A recording keeps no commands but that for the log; the twin takes those of the plan. Throws UsageError for another plan. */
export function recordedInventory(inventory: Inventory, plan: Plan): Inventory {
  const planned = new Map(plan.nodes.map((node) => [node.address, node]));
  const known = new Set(inventory.nodes.map(({ address }) => address));
  const stranger = plan.nodes.find(({ address }) => !known.has(address));
  if (stranger) {
    throw new UsageError(
      `node ${stranger.address} of the plan is not in the recording`,
      'give a recording of the cluster that the plan is for',
    );
  }
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    commands: {
      ...commandTemplates(planned.get(node.address)?.commands ?? {}, plan.toVersion),
      ...node.commands,
    },
  }));
  return { ...inventory, nodes };
}

/** The plan has the version filled in; the twin is told by it what to install. */
function commandTemplates(filled: NodeCommands, version = ''): NodeCommands {
  const template = (word: string) => (version === '' ? word : word.replace(version, '{version}'));
  const entries = Object.entries(filled as Readonly<Record<string, readonly string[]>>);
  return Object.fromEntries(entries.map(([name, argv]) => [name, argv.map(template)]));
}
