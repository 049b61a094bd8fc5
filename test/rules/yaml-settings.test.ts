import { expect, test } from 'vitest';
import { parseCassandraYaml } from '../../src/parse/cassandra-yaml.ts';
import { nameIn } from '../../src/rules/upgrade/yaml-lint.ts';
import { yamlDiff } from '../../src/rules/upgrade/yaml-migration.ts';
import { renamedSettings } from '../../src/rules/upgrade/yaml-renames.ts';
import { removedSettings, settingsOf } from '../../src/rules/upgrade/yaml-settings.ts';
import { valueOf } from '../parse/parsers.ts';

test('every line has as many settings as its Config.java', () => {
  expect(['4.0', '4.1', '5.0'].map((line) => settingsOf(line)?.size)).toEqual([238, 359, 409]);
  expect(settingsOf('3.11')).toBeUndefined();
});

test('what is renamed or removed in a line is no setting of it, and has one to go to', () => {
  for (const { from, to, in: line } of renamedSettings) {
    expect(settingsOf(line)?.has(from), from).toBe(false);
    expect(settingsOf('5.0')?.has(nameIn('5.0', to)), to).toBe(true);
  }
  for (const { in: line, names } of removedSettings) {
    for (const name of names) expect(settingsOf(line)?.has(name), name).toBe(false);
  }
});

test('a name that changed twice leads to the newest', () => {
  const oldest = 'compaction_large_partition_warning_threshold_mb';
  expect(nameIn('4.0', oldest)).toBe(oldest);
  expect(nameIn('4.1', oldest)).toBe('compaction_large_partition_warning_threshold');
  expect(nameIn('5.0', oldest)).toBe('partition_size_warn_threshold');
});

const yamlOf = (text: string) => valueOf(parseCassandraYaml(text));

/** The file as the diff leaves it. */
function migrated(text: string, line: string): string | undefined {
  return yamlDiff(yamlOf(text), line)
    ?.filter(({ kind }) => kind !== 'gone')
    .map((each) => `${each.text}\n`)
    .join('');
}

const before = `# ours
cluster_name: lab
concurrent_replicates: 4   # gone in 5.0
commitlog_sync_batch_window_in_ms:
    2
# kept: why
compaction_throughput_mb_per_sec: 64
seeds_of_old:
    - a

    - b
data_file_directories:
    - /data
# the end
`;

test('what the target does not take goes with its lines, everything else stays byte for byte', () => {
  expect(migrated(before, '5.0')).toBe(`# ours
cluster_name: lab
# kept: why
compaction_throughput_mb_per_sec: 64
data_file_directories:
    - /data
# the end
storage_compatibility_mode: CASSANDRA_4
`);
});

test('the migrated file has the values it had, and is migrated no further', () => {
  const after = migrated(before, '5.0') ?? '';
  const taken = settingsOf('5.0');
  const values = (text: string) =>
    yamlOf(text).settings.map(({ name, value }) => [name, value] as const);
  const renamed = new Set(renamedSettings.map(({ from }) => from));
  expect(values(after)).toEqual([
    ...values(before).filter(([name]) => taken?.has(name) || renamed.has(name)),
    ['storage_compatibility_mode', 'CASSANDRA_4'],
  ]);
  expect(migrated(after, '5.0')).toBe(after);
});

test('a mode that is said stays as it is said, and 4.1 has none', () => {
  const said = 'storage_compatibility_mode: UPGRADING\n';
  expect(migrated(said, '5.0')).toBe(said);
  expect(migrated('cluster_name: lab', '4.1')).toBe('cluster_name: lab\n');
  expect(yamlDiff(yamlOf(said), '3.11')).toBeUndefined();
});
