import { Option } from 'commander';
import { longestDuration, parseDuration } from '../config/duration.ts';
import { UsageError } from '../model/errors.ts';

/** Options that several commands have, declared once. */
export const inventoryOption = () =>
  new Option(
    '-i, --inventory <file>',
    'inventory file (default: ringward.yaml here or in a parent folder)',
  );

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

export const durationOption = (flags: string, text: string) =>
  new Option(flags, text).argParser((value: string) => toDuration(flags, value));

function toDuration(flags: string, value: string): number {
  const ms = parseDuration(value);
  if (ms === undefined || ms > longestDuration.ms) {
    const wanted = ms === undefined ? 'no duration' : `longer than ${longestDuration.text}`;
    throw new UsageError(`${flags}: \`${value}\` is ${wanted}`, 'write 500ms, 60s, 5m or 2h');
  }
  return ms;
}
