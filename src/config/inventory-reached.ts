import { posix as path } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import type { InventoryNode, NodeCommands } from '../model/inventory.ts';
import type { YamlNode } from './yaml-document.ts';

/** What is asked of a node through a way to its machine must be able to be told there. Throws ConfigError. */
export function requireReachable(
  written: readonly YamlNode[],
  nodes: readonly InventoryNode[],
): void {
  const known = new Map<string, string>();
  nodes.forEach((node, index) => {
    const where = written[index]?.where ?? '';
    if (!node.reach) return;
    refuseOwnWrapper(where, node.commands);
    const { address, reach, nodetool, commands } = node;
    const text = JSON.stringify([reach, nodetool, commands]);
    const twin = known.get(text);
    known.set(text, address);
    if (twin === undefined) return;
    throw new ConfigError(
      where,
      `nodes: ${twin} and ${address} are reached on one machine by the same commands: each would act on the other`,
      'give each its own host, or name {address} or {home} in the commands',
    );
  });
}

/**
 * Commands there run below a shell and a limit, whose command lines hold the pattern: `pgrep -f` finds those, and
 * `pkill -f` ends them. Sudo that may not ends with 1, which would read as "stopped".
 */
function refuseOwnWrapper(where: string, commands: NodeCommands): void {
  const all = Object.entries(commands as Readonly<Record<string, readonly string[]>>);
  for (const [name, argv] of all) {
    const [program = '', ...rest] = argv[0] === 'sudo' ? argv.slice(argv.indexOf('--') + 1) : argv;
    const isFull = rest.some((word) => /^(?:-[a-z\d]*f[a-z]*|--full)$/.test(word));
    const isByName = ['pgrep', 'pkill'].includes(path.basename(program)) && isFull;
    if (!isByName || rest.some((word) => word.startsWith('['))) continue;
    throw new ConfigError(
      where,
      `commands.${name}: ${program} -f finds the shell that it is run by on the node`,
      `use a pid file: [${program}, -F, FILE], or a pattern that does not find itself: '[C]assandraDaemon'`,
    );
  }
  if (commands.running?.[0] !== 'sudo') return;
  throw new ConfigError(
    where,
    'commands.running: sudo that may not ends with 1, which says "stopped"',
    'ask without sudo: pgrep and systemctl is-active need none',
  );
}
