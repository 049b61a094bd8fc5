import { Option } from 'commander';
import {
  durationExamples,
  durationFault,
  longestDuration,
  parseDuration,
} from '../config/duration.ts';
import { UsageError } from '../model/errors.ts';
import { severities } from '../model/finding.ts';
import { waysToAsk } from '../model/seen.ts';

/** Options that several commands have, declared once. */
export const inventoryOption = () =>
  new Option(
    '-i, --inventory <file>',
    'inventory file (default: ringward.yaml here or in a parent folder)',
  );

export const viaOption = () =>
  new Option(
    '--via <way>',
    'how nodes are asked: auto is CQL and JMX where they answer, else nodetool (default: as the inventory says, or auto)',
  ).choices(waysToAsk);

export const fromOption = () =>
  new Option(
    '--from <dir>',
    'a recording in place of the cluster (ringward record); no node is asked',
  );

export const stateDirOption = () =>
  new Option(
    '--state-dir <dir>',
    'where plans, journals and locks are kept (default: XDG state folder)',
  );

export const failOnOption = () =>
  new Option('--fail-on <severity>', 'exit 1 at findings of this severity or worse')
    .choices([...severities])
    .default('warning');

export const durationOption = (flags: string, text: string) =>
  new Option(flags, text).argParser((value: string) => {
    const ms = parseDuration(value);
    if (ms !== undefined && ms <= longestDuration.ms) return ms;
    throw new UsageError(
      `${nameOf(flags)}: \`${value}\` is ${durationFault(value)}`,
      `write ${durationExamples}`,
    );
  });

/** A whole number from `least` to `most`. */
export const countOption = (flags: string, text: string, least: number, most: number) =>
  new Option(flags, text).argParser((value: string) => {
    const count = Number(value);
    if (/^\d{1,9}$/.test(value) && count >= least && count <= most) return count;
    const name = nameOf(flags);
    throw new UsageError(
      `${name}: \`${value}\` is no number from ${least} to ${most}`,
      `write a whole number: ${name} ${Math.min(most, 3)}`,
    );
  });

/** `a,b`, written once or again: all of them count, each once. */
export const listOption = (flags: string, text: string) =>
  new Option(flags, text).argParser((value: string, before?: readonly string[]) => [
    ...new Set([...(before ?? []), ...itemsOf(nameOf(flags), value)]),
  ]);

/** `a,b` as it was written after an option. */
export function itemsOf(name: string, value: string): readonly string[] {
  const items = value.split(',').map((item) => item.trim());
  if (!items.includes('')) return items;
  throw new UsageError(
    `${name}: \`${value}\` leaves an item empty`,
    `write ${name} ONE,OTHER or ${name} ONE ${name} OTHER`,
  );
}

/** Written as often as wanted, in its order; commas are part of the text. */
export const eachOption = (flags: string, text: string) =>
  new Option(flags, text).argParser((value: string, before?: readonly string[]) => [
    ...(before ?? []),
    value,
  ]);

/** `--for` of `--for <duration>`. */
function nameOf(flags: string): string {
  return flags.split(' ')[0] ?? flags;
}
