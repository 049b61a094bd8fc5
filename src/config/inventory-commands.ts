import { placeholdersOf } from '../model/argv-template.ts';
import { ConfigError } from '../model/errors.ts';
import { commandNames, type NodeCommands } from '../model/inventory.ts';
import { argvOf } from './argv-field.ts';
import { fields } from './fields.ts';
import { onceThere, type ReachDefaults } from './inventory-reach.ts';
import type { YamlNode } from './yaml-document.ts';

const commandPlaceholders = ['address', 'home', 'version'];

/** Commands of all nodes, or of one, as they are written. Throws ConfigError. */
export function commandsOf(
  node: YamlNode | undefined,
  folder: string,
  {
    isSimulated,
    reach,
  }: { readonly isSimulated: boolean; readonly reach: Pick<ReachDefaults, 'transport'> },
): NodeCommands {
  if (!node) return {};
  const found = fields(node, commandNames, 'commands');
  const commands: NodeCommands = Object.fromEntries(
    Object.entries(found).map(([name, argv]) => [name, commandOf(name, argv, folder, reach)]),
  );
  if (isSimulated && found.log && commands.log) refuseOwnLog(found.log, commands.log);
  return commands;
}

/** Of these a balancer may be told, which is another machine. */
const leadOn = ['quiesce', 'unquiesce'];

function commandOf(
  name: string,
  node: YamlNode,
  folder: string,
  { transport }: Pick<ReachDefaults, 'transport'>,
): readonly string[] {
  const what = `commands.${name}`;
  const hasMode = name === 'storageCompatibility';
  const known = [...commandPlaceholders, ...(hasMode ? ['mode'] : [])];
  const argv = argvOf(node, what, known, folder);
  if (!leadOn.includes(name)) onceThere(argv, node, what, transport);
  if (!hasMode) return argv;
  if (argv.some((argument) => placeholdersOf(argument).includes('mode'))) return argv;
  throw new ConfigError(
    node.where,
    `${what}: it does not say {mode}`,
    'name it where the mode is to stand: UPGRADING or NONE',
  );
}

/** What the others do is done to the simulated node; a log of another program would be left unread. */
function refuseOwnLog({ where }: YamlNode, log: readonly string[]): void {
  if (log.includes('exec') && log.at(-1) === 'log') return;
  throw new ConfigError(
    where,
    'commands.log: is not run: simulated nodes have a log of their own',
    'leave it out, or name that log: [ringward, lab, exec, --dir, DIR, "{address}", log]',
  );
}
