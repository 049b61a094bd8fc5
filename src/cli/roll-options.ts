import { Option } from 'commander';
import { UsageError } from '../model/errors.ts';
import { parseSelector, type Selector } from '../plan/only.ts';
import type { Parallel } from '../model/plan.ts';
import type { AcceptFlags } from './acceptances.ts';
import type { InventoryFlags } from './load-inventory.ts';
import { countOption, eachOption, itemsOf, listOption } from './shared-options.ts';

const rollFormats = ['tty', 'ndjson'] as const;
export type RollFormat = (typeof rollFormats)[number];

export const rollFormatOption = () =>
  new Option('--format <format>', 'tty: lines for people; ndjson: one event a line')
    .choices([...rollFormats])
    .default('tty');

export interface JunitFlag {
  /** Where the run is told as JUnit XML. */
  readonly junit?: string;
}

export const junitOption = () =>
  new Option('--junit <file>', 'tell the run as JUnit XML as well: a case for each node and gate');

export const yesOption = () =>
  new Option('-y, --yes', 'do not ask before the first node is touched');

export const curesOption = (what: string) =>
  listOption('--cures <detectors>', `findings ${what}, comma separated or again`);

export const onlyOption = () =>
  new Option(
    '--only <selectors>',
    'roll these alone: dc=NAME, rack=NAME, node=ADDRESS, comma separated or again; a node must fit each kind named',
  ).argParser((value: string, before?: readonly Selector[]) => [
    ...(before ?? []),
    ...itemsOf('--only', value).map((item) => {
      const selector = parseSelector(item);
      if (selector) return selector;
      throw new UsageError(
        `--only: \`${item}\` names no node`,
        'write dc=NAME, rack=NAME or node=ADDRESS',
      );
    }),
  ]);

export const parallelOption = () =>
  new Option(
    '--parallel <rack|N>',
    'stop nodes side by side: whole racks, or so many nodes of a rack at most; the first goes alone, ' +
      'and every range keeps its levels with all of a wave down',
  ).argParser((value: string): Parallel => {
    if (value === 'rack') return value;
    const most = /^[1-9]\d{0,3}$/.test(value) ? Number(value) : 0;
    if (most > 1) return most;
    throw new UsageError(
      `--parallel: \`${value}\` is neither \`rack\` nor a number from 2 on`,
      'write rack, or how many nodes of a rack at most: --parallel 2',
    );
  });

export interface TakeOverFlag {
  /** A run that is surely over, whose locks on the nodes stand. */
  readonly takeOverLock?: string;
}

export const takeOverLockOption = () =>
  new Option(
    '--take-over-lock <run>',
    'take over the locks that this run left on the nodes; only when it is surely over',
  );

export interface RestartOptions extends InventoryFlags, JunitFlag, TakeOverFlag, AcceptFlags {
  readonly stateDir?: string;
  readonly format: RollFormat;
  readonly yes?: boolean;
  readonly cures?: readonly string[];
  readonly only?: readonly Selector[];
  readonly allowDown?: number;
  readonly margin?: number;
  readonly parallel?: Parallel;
}

/** What a plan may live with. */
export const acceptOptions = (what: string) => [
  eachOption('--accept <what>', `${what}; again for each`),
  eachOption('--because <text>', 'why, behind each --accept; it is kept in plan and journal'),
  countOption(
    '--allow-down <count>',
    'so many nodes may be down beside the one that is rolled, if every range holds without them (default: 0)',
    0,
    999,
  ),
  countOption(
    '--margin <count>',
    'every range must have so many replicas more than its levels need (default: 0)',
    0,
    9,
  ),
];

/** Flags and the run that may be named in one. */
export function withRun<T extends object>(
  run: string | undefined,
  flags: T,
): T & { readonly run?: string } {
  return run === undefined ? flags : { ...flags, run };
}
