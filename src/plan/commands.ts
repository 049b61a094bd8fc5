import { fillArgv } from '../model/argv-template.ts';
import type { InventoryNode, NodeCommands } from '../model/inventory.ts';
import type { StepKind } from '../model/step.ts';
import { usage, type PlanProblem } from './problem.ts';

const neededBy: Readonly<Partial<Record<StepKind, readonly (keyof NodeCommands)[]>>> = {
  stop: ['stop', 'running'],
  install: ['install'],
  configure: ['configure'],
  start: ['start', 'running'],
};

/** `{version}` is the version the node is to run after the roll; in a restart the one it runs. */
export function filledCommands(node: InventoryNode, version: string): NodeCommands {
  const values = { address: node.address, home: node.home, version };
  return Object.fromEntries(
    Object.entries(node.commands as Readonly<Record<string, readonly string[]>>).map(
      ([name, argv]) => [name, fillArgv(argv, values)],
    ),
  );
}

/** Commands that the steps need and the inventory does not have, with the nodes that lack them. */
export function commandProblems(
  nodes: readonly InventoryNode[],
  kinds: readonly StepKind[],
): readonly PlanProblem[] {
  const needed = new Set(kinds.flatMap((kind) => neededBy[kind] ?? []));
  return [...needed].flatMap((name) => {
    const lacking = nodes.filter((node) => node.commands[name] === undefined);
    if (lacking.length === 0) return [];
    const which =
      lacking.length === nodes.length
        ? 'any node'
        : lacking.map(({ address }) => address).join(', ');
    return [
      usage(
        `the inventory has no command "${name}" for ${which}`,
        `add it under commands, as a list: ${name}: [program, argument, ...]`,
      ),
    ];
  });
}
