import type { Argument, Command, Option } from 'commander';
import { detectors } from '../detect/index.ts';
import type { Ports } from '../ports/index.ts';
import { faultKinds } from '../simulate/fault-kinds.ts';
import { shippedPlaybooks } from './load-playbook.ts';

/** What may be written at one place of a command line. */
export interface Place {
  readonly words: readonly string[];
  /**
   * Beside the words: nothing, files, more of them after a comma, the same with a node of the plan
   * after each, or the ids of runs.
   */
  readonly more: 'words' | 'file' | 'list' | 'nodes' | 'runs';
}

export interface CommandTree {
  /** `ringward upgrade plan` */
  readonly path: string;
  readonly children: readonly string[];
  /** Long ones. */
  readonly options: readonly string[];
  /** Options that take a value, with all their spellings. */
  readonly values: readonly { readonly flags: readonly string[]; readonly place: Place }[];
  /** One after the other. */
  readonly args: readonly Place[];
}

/** Every command with what may follow it. */
export async function commandTree(program: Command, ports: Ports): Promise<readonly CommandTree[]> {
  return toTree(program, await knownPlaces(ports));
}

/** By the long option, or the name of an argument. */
type Places = ReadonlyMap<string, Place>;

async function knownPlaces(ports: Ports): Promise<Places> {
  return new Map<string, Place>([
    ['--playbook', { words: await shippedPlaybooks(ports), more: 'file' }],
    ['--faults', { words: faultKinds.map((kind) => `${kind}@`), more: 'nodes' }],
    ['--cures', { words: detectors.map(({ id }) => id), more: 'list' }],
    ['run', { words: [], more: 'runs' }],
  ]);
}

const anyFile: Place = { words: [], more: 'file' };

function toTree(command: Command, places: Places, parent = ''): readonly CommandTree[] {
  const path = `${parent} ${command.name()}`.trim();
  const shown = command.options.filter(({ hidden }) => !hidden);
  const here = {
    path,
    children: command.commands.map((child) => child.name()),
    options: [...shown.flatMap(({ long }) => long ?? []), '--help'],
    values: command.options.filter(takesValue).map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      place: placeOf(option.long ?? '', option.argChoices, places),
    })),
    args: command.registeredArguments.map((argument) => argumentPlace(argument, command, places)),
  };
  return [here, ...command.commands.flatMap((child) => toTree(child, places, path))];
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function argumentPlace(argument: Argument, command: Command, places: Places): Place {
  const siblings = command.parent?.commands.map((child) => child.name());
  const choices = command.name() === 'help' ? siblings : argument.argChoices;
  return placeOf(argument.name(), choices, places);
}

/** No choices: a file, or anything. */
function placeOf(name: string, choices: readonly string[] | undefined, places: Places): Place {
  if (choices) return { words: choices, more: 'words' };
  return places.get(name) ?? anyFile;
}
