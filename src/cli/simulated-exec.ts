import { fillArgv, placeholdersOf } from '../model/argv-template.ts';
import { ToolError, UsageError } from '../model/errors.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { simulatedRunner } from '../simulate/runner.ts';
import { loadInventory } from './load-inventory.ts';
import { addressOf } from './simulated-address.ts';
import type { SimulatedLab } from './simulated-lab.ts';
import { simulatedVersion } from './simulated-version.ts';

const execMs = 60 * 60_000;

/** `nodetool …`, `stop`, `start`, … of a node: prints what it prints, answers its exit code. */
export async function simulatedExec(
  lab: SimulatedLab,
  { node, command }: { readonly node: string; readonly command: readonly string[] },
  ports: Ports,
): Promise<number> {
  const address = addressOf(lab, node);
  const { nodes } = await loadInventory(lab, ports);
  const own = nodes.find((each) => each.address === address);
  if (!own) throw new UsageError(`${lab.inventory} has no node ${address}`, 'write it there again');
  const argv = argvOf(own, command);
  const runner = simulatedRunner(lab.cluster, nodes);
  const { signal } = ports;
  const result = await runner.run({ node: address, argv, timeoutMs: execMs, signal });
  signal.throwIfAborted();
  if (result.kind !== 'exited') {
    const why = 'reason' in result ? `${result.kind}: ${result.reason}` : result.kind;
    throw new ToolError(`${address}: ${command[0] ?? ''} ${why}`, exitCodes.cannotTell);
  }
  ports.streams.out(result.stdout);
  ports.streams.err(result.stderr);
  return result.code;
}

const takes = [
  { placeholder: 'version', example: '5.0.8' },
  { placeholder: 'mode', example: 'UPGRADING' },
] as const;

function argvOf(
  { address, nodetool, commands }: InventoryNode,
  [program = '', ...rest]: readonly string[],
): readonly string[] {
  if (program === 'nodetool') return [...nodetool, ...rest];
  const templates: Readonly<Record<string, readonly string[] | undefined>> = { ...commands };
  const template = new Map(Object.entries(templates)).get(program);
  if (!template) {
    const known = ['nodetool', ...Object.keys(templates)].join(', ');
    throw new UsageError(`a node has no \`${program}\``, `it has: ${known}`);
  }
  return filled(program, template, address, rest);
}

function filled(
  program: string,
  template: readonly string[],
  address: string,
  rest: readonly string[],
): readonly string[] {
  const placeholders = template.flatMap(placeholdersOf);
  const taken = takes.find(({ placeholder }) => placeholders.includes(placeholder));
  if (rest.length === (taken ? 1 : 0)) {
    const given = taken?.placeholder === 'version' ? rest.map(simulatedVersion) : rest;
    return fillArgv(template, { address, ...(taken && { [taken.placeholder]: given.join('') }) });
  }
  throw new UsageError(
    `${program} of a simulated node takes ${taken ? `one ${taken.placeholder}` : 'no argument'}`,
    `write: ${program}${taken ? ` ${taken.example}` : ''}`,
  );
}
