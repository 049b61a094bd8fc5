import { Option } from 'commander';
import { listOption } from './shared-options.ts';
import type { InventoryFlags } from './load-inventory.ts';

const rollFormats = ['tty', 'ndjson'] as const;
export type RollFormat = (typeof rollFormats)[number];

export const rollFormatOption = () =>
  new Option('--format <format>', 'tty: lines for people; ndjson: one event a line')
    .choices([...rollFormats])
    .default('tty');

export const yesOption = () =>
  new Option('-y, --yes', 'do not ask before the first node is touched');

export const curesOption = (what: string) =>
  listOption('--cures <detectors>', `findings ${what}, comma separated or again`);

export interface RestartOptions extends InventoryFlags {
  readonly stateDir?: string;
  readonly format: RollFormat;
  readonly yes?: boolean;
  readonly cures?: readonly string[];
}
