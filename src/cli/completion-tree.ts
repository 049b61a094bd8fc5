import type { Argument, Command, Option } from 'commander';
import { detectors } from '../detect/index.ts';
import { outsideFinding } from '../detect/outside-view.ts';
import { faultNames } from '../lab/fault.ts';
import { testedReleases } from '../lab/releases.ts';
import { consistencyLevels } from '../model/consistency.ts';
import type { Ports } from '../ports/index.ts';
import { statesOf } from '../model/explained.ts';
import { stepDescriptors } from '../model/step-catalogue.ts';
import { isIrreversible } from '../model/step.ts';
import { faultKinds } from '../simulate/fault-kinds.ts';
import { findingPages } from './finding-pages.ts';
import { shippedPlaybooks } from './load-playbook.ts';

/** What may be written at one place of a command line. */
export interface Place {
  readonly words: readonly string[];
  /**
   * Beside the words: nothing, files, more of them after a comma, the same with a node of the plan
   * after each, the ids of runs, or the nodes of the lab.
   */
  readonly more: 'words' | 'file' | 'list' | 'nodes' | 'runs' | 'lab-nodes' | 'faults';
  /** Of `faults`, in place of the words where the lab is one of real nodes; without a lab both. */
  readonly real?: readonly string[];
  /** In place of the words: those that go with the first argument. */
  readonly byFirst?: Readonly<Record<string, readonly string[]>>;
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

/** By the long option, or the name of an argument or of an option's value. */
type Places = ReadonlyMap<string, Place>;

async function knownPlaces(ports: Ports): Promise<Places> {
  const ids = detectors.map(({ id }) => id);
  const pages = await findingPages(ports);
  const states = pages.flatMap(statesOf);
  const byFirst = Object.fromEntries(pages.map((page) => [page.id, statesOf(page)]));
  return new Map<string, Place>([
    ['--playbook', { words: await shippedPlaybooks(ports), more: 'file' }],
    ['playbook', { words: await shippedPlaybooks(ports), more: 'file' }],
    ['--faults', { words: faultKinds.map((kind) => `${kind}@`), more: 'nodes' }],
    ['--cures', { words: ids, more: 'list' }],
    ['--only', { words: ['dc=', 'rack=', 'node='], more: 'words' }],
    ['point', { words: ['canary', 'dc:', ...irreversible], more: 'words' }],
    ['--approve', { words: irreversible, more: 'words' }],
    ['finding', { words: [...ids, outsideFinding.id, ...states], more: 'words' }],
    ['state', { words: [], more: 'words', byFirst }],
    ['--consistency', { words: consistencyLevels, more: 'list' }],
    ['run', { words: [], more: 'runs' }],
    ['node', { words: [], more: 'lab-nodes' }],
    ['fault', { words: [...faultKinds, release], more: 'faults', real: [...faultNames, release] }],
    ['command', { words: labCommands, more: 'words' }],
    ['version', { words: testedReleases, more: 'words' }],
    ['versions', { words: testedReleases, more: 'list' }],
    ...neverFiles.map((name): readonly [string, Place] => [name, { words: [], more: 'words' }]),
  ]);
}

const release = 'release';
const irreversible = stepDescriptors.filter(isIrreversible).map(({ kind }) => kind);

const labCommands = [
  'nodetool',
  'start',
  'stop',
  'running',
  'fetch',
  'install',
  'configure',
  'clearCompactionHistory',
  'storageCompatibility',
  'log',
];

/** Values that nobody can guess, and that are no files. */
const neverFiles = ['count', 'number', 'factor', 'duration', 'prefix', 'size'];

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
      place: placeOf([option.long ?? '', valueName(option)], option.argChoices, places),
    })),
    args: command.registeredArguments.map((argument) => argumentPlace(argument, command, places)),
  };
  return [here, ...command.commands.flatMap((child) => toTree(child, places, path))];
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** `count` of `--nodes <count>`. */
function valueName({ flags }: Option): string {
  return /[<[](.+?)[>\]]/.exec(flags)?.[1] ?? '';
}

function argumentPlace(argument: Argument, command: Command, places: Places): Place {
  const siblings = command.parent?.commands.map((child) => child.name());
  const choices = command.name() === 'help' ? siblings : argument.argChoices;
  return placeOf([argument.name()], choices, places);
}

/** No choices: a file, or anything. */
function placeOf(
  names: readonly string[],
  choices: readonly string[] | undefined,
  places: Places,
): Place {
  if (choices) return { words: choices, more: 'words' };
  const known = names.find((name) => places.has(name));
  return places.get(known ?? '') ?? anyFile;
}
