import type { CassandraYaml, YamlSetting } from '../../model/readings.ts';
import { compareVersions, parseVersion } from '../../model/version.ts';
import { renamedSettings, type RenamedSetting } from './yaml-renames.ts';
import { removedSettings, settingsOf } from './yaml-settings.ts';

/** What a release line says of a cassandra.yaml. */
export interface YamlLint {
  /** It does not start with these. `goneIn`: the line that took it no longer; absent: none known here ever took it. */
  readonly unknown: readonly (YamlSetting & { readonly goneIn?: string })[];
  /** Two names of one setting, which are refused together from 4.1 on. */
  readonly twice: readonly { readonly old: YamlSetting; readonly new: YamlSetting }[];
  /** Old names that still work. */
  readonly renamed: readonly { readonly setting: YamlSetting; readonly now: RenamedSetting }[];
}

/** Undefined for a line whose settings are not known here. */
export function lintYaml({ settings }: CassandraYaml, line: string): YamlLint | undefined {
  const accepted = settingsOf(line);
  if (!accepted) return undefined;
  const renames = renamesFor(line);
  const renamed = settings.flatMap((setting) => {
    const now = renames.get(setting.name);
    return now && !accepted.has(setting.name) ? [{ setting, now }] : [];
  });
  return {
    unknown: settings
      .filter(({ name }) => !accepted.has(name) && !renames.has(name))
      .map((setting) => {
        const goneIn = removedSettings.find(({ names }) => names.includes(setting.name))?.in;
        return goneIn === undefined ? setting : { ...setting, goneIn };
      }),
    twice: renamed.flatMap(({ setting, now }) => {
      const newer = settings.find(
        ({ name }) => name !== setting.name && nameIn(line, name) === nameIn(line, now.to),
      );
      return newer ? [{ old: setting, new: newer }] : [];
    }),
    renamed,
  };
}

/** The name that a line has for a setting; a name may have changed twice. */
export function nameIn(line: string, name: string): string {
  const now = renamesFor(line).get(name);
  return now ? nameIn(line, now.to) : name;
}

function renamesFor(line: string): ReadonlyMap<string, RenamedSetting> {
  return new Map(
    renamedSettings
      .filter((renamed) => isUpTo(renamed.in, line))
      .map((renamed) => [renamed.from, renamed]),
  );
}

function isUpTo(line: string, last: string): boolean {
  const [a, b] = [parseVersion(line), parseVersion(last)];
  return a !== undefined && b !== undefined && compareVersions(a, b) <= 0;
}

/** `compaction_throughput: 64MiB/s`, as the new name wants the value of the old one; without a value that is no number. */
export function renamedLine(setting: YamlSetting, { unit }: RenamedSetting, name: string): string {
  const { value } = setting;
  if (typeof value !== 'number') return unit === undefined ? name : `${name} (with its unit)`;
  // Megabits become bytes to the letter; the file that is shipped rounds them.
  if (unit === 'Mbit/s') return `${name}: ${value * 125_000}B/s`;
  return value < 0 ? `${name} (without a negative value)` : `${name}: ${value}${unit ?? ''}`;
}
