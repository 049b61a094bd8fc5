import { fillArgv } from '../model/argv-template.ts';
import type { InventoryNode, NodeCommands } from '../model/inventory.ts';
import type { PlannedStep, StepKind, StorageMode } from '../model/step.ts';
import { usage, type PlanProblem } from './problem.ts';

const neededBy: Readonly<Partial<Record<StepKind, readonly (keyof NodeCommands)[]>>> = {
  fetch: ['fetch'],
  stop: ['stop', 'running'],
  install: ['install'],
  configure: ['configure'],
  'clear-compaction-history': ['clearCompactionHistory'],
  'storage-compatibility': ['storageCompatibility'],
  start: ['start', 'running'],
  unquiesce: ['unquiesce'],
};

/** What the steps cannot be carried out without. */
export function neededCommands(kinds: readonly StepKind[]): readonly (keyof NodeCommands)[] {
  return [...new Set(kinds.flatMap((kind) => neededBy[kind] ?? []))];
}

/**
 * `{version}` is the version the node is to run after the roll; in a restart the one it runs. A command that
 * sets a mode is left out where no mode is set.
 */
export function filledCommands(
  { address, home, commands: { storageCompatibility, ...others } }: InventoryNode,
  version: string,
  mode?: StorageMode,
): NodeCommands {
  const values = { address, home, version, mode };
  const commands = {
    ...others,
    ...(mode !== undefined && storageCompatibility && { storageCompatibility }),
  };
  return Object.fromEntries(
    Object.entries(commands as Readonly<Record<string, readonly string[]>>).map(([name, argv]) => [
      name,
      fillArgv(argv, values),
    ]),
  );
}

/** Left out of the steps of a node for which the inventory has no command of that name. */
const mayBeLeftOut = ['fetch', 'unquiesce'] as const;

/** The steps of a playbook that can be carried out on a node. */
export function stepsFor(
  steps: readonly PlannedStep[],
  node: Pick<InventoryNode, 'commands'> | undefined,
): readonly PlannedStep[] {
  const absent = mayBeLeftOut.filter((kind) => node?.commands[kind] === undefined);
  return steps.filter(({ kind }) => !absent.some((each) => each === kind));
}

/** What comes of steps that are left out: what is known too late, and what is not undone. */
export function leftOutNotes(
  nodes: readonly InventoryNode[],
  steps: readonly PlannedStep[],
): readonly string[] {
  const has = (kind: StepKind) => steps.some((step) => step.kind === kind);
  const unfetched = nodes.filter(({ commands }) => has('fetch') && !commands.fetch);
  const unpaired = nodes.filter(
    ({ commands: { quiesce, unquiesce } }) =>
      has('quiesce') && quiesce && !(unquiesce && has('unquiesce')),
  );
  return [
    ...(unfetched.length === 0
      ? []
      : [
          `the inventory has no command "fetch" for ${whoOf(unfetched, nodes)}: that the release cannot be had is known only when the node is stopped`,
        ]),
    ...(unpaired.length === 0
      ? []
      : [
          `what the command "quiesce" does is not undone by a step for ${whoOf(unpaired, nodes)}: there is no command "unquiesce", or the playbook has no such step; "start" or the balancer's own check must do it`,
        ]),
  ];
}

/** Commands that the steps need and the inventory lacks, or that would act on one machine for all. */
export function commandProblems(
  nodes: readonly InventoryNode[],
  kinds: readonly StepKind[],
): readonly PlanProblem[] {
  const named = neededCommands(kinds);
  const inside = nodes.find(({ reach }) => reach && reach.kind !== 'ssh');
  if (inside && named.length > 0) return [containerProblem(inside)];
  const needed = named.flatMap((name) => [
    ...(isOptional(name) ? [] : lackingProblem(nodes, name)),
    ...sameProblem(nodes, name),
  ]);
  return kinds.includes('quiesce') ? [...needed, ...sameProblem(nodes, 'quiesce')] : needed;
}

function isOptional(name: keyof NodeCommands): boolean {
  return mayBeLeftOut.some((each) => each === name);
}

/** Where an operator such as cass-operator keeps the pods, a second hand would race it. */
function containerProblem({ address, reach }: InventoryNode): PlanProblem {
  return usage(
    `${address} is reached by ${reach?.kind ?? ''} exec: it is looked at and not rolled, because what stops a node inside its container ends the container`,
    'leave the restart to what keeps the containers (cass-operator, compose); health, watch and probe judge the cluster meanwhile',
  );
}

function lackingProblem(
  nodes: readonly InventoryNode[],
  name: keyof NodeCommands,
): readonly PlanProblem[] {
  const lacking = nodes.filter((node) => node.commands[name] === undefined);
  if (lacking.length === 0) return [];
  return [
    usage(
      `the inventory has no command "${name}" for ${whoOf(lacking, nodes)}`,
      `add it under commands, as a list: ${name}: [program, argument, ...]`,
    ),
  ];
}

function whoOf(some: readonly InventoryNode[], all: readonly InventoryNode[]): string {
  return some.length === all.length ? 'any node' : some.map(({ address }) => address).join(', ');
}

/** `systemctl stop cassandra` for every node would stop the node of this machine again and again. */
function sameProblem(
  nodes: readonly InventoryNode[],
  name: keyof NodeCommands,
): readonly PlanProblem[] {
  const known = new Map<string, string>();
  for (const node of nodes) {
    const { address, home } = node;
    const argv = node.commands[name];
    if (!argv) continue;
    const filled = fillArgv(argv, { address, home, version: 'VERSION', mode: 'MODE' });
    const text = JSON.stringify([node.reach, filled]);
    const twin = known.get(text);
    known.set(text, twin ?? address);
    if (twin === undefined) continue;
    return [
      usage(
        `command "${name}" is the same for ${twin} and ${address}: it would act on one machine for both`,
        'with transport: local commands run on this machine: name the node in them, or say how each is reached (docs/inventory.md)',
      ),
    ];
  }
  return [];
}
