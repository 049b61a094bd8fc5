import { settings } from '../../gates/healthy-view.ts';
import type { RuleCase } from './rule-case.ts';
import { filesOf, yaml } from './rule-world.ts';

const to4 = { from: '3.11.19', to: '4.1.10' };
const backTo41 = { from: '5.0.8', to: '4.1.10' };
const inMode = (mode: string) => ({
  settings: { values: { ...settings.values, storage_compatibility_mode: mode } },
});
const withYaml = (more: string) => ({ 'config-files': filesOf(`${yaml}${more}`) });
const withFile = (name: string, text: string) => ({
  'config-files': filesOf(yaml, [{ name, text }]),
});
const java = (text: string, major: number, update?: number) => ({
  'java-version': { major, update, text },
});
const sstables = (version: string, format: string) => ({
  'sstable-files': {
    versions: [{ version, format, count: 2, example: `/data/${version}-7-${format}-Data.db` }],
  },
});

export const configCases = {
  'yaml-keys': {
    broken: withYaml('commitlog_periodic_queue_size: 8\nmade_up: {a: 1}\n'),
    says: [
      'cassandra.yaml line 5: commitlog_periodic_queue_size is gone in 5.0',
      'cassandra.yaml line 6: made_up is no setting of 5.0',
    ],
    holds: withYaml(
      '# commitlog_periodic_queue_size: 8\nstorage_compatibility_mode: CASSANDRA_4\n',
    ),
    silent: 'config-files',
  },
  'yaml-both-names': {
    broken: withYaml('compaction_throughput_mb_per_sec: 64\n'),
    says: [
      'cassandra.yaml line 5: compaction_throughput_mb_per_sec is compaction_throughput of line 4',
    ],
    holds: withYaml('max_hint_window_in_ms: 9\n'),
    silent: 'config-files',
  },
  'yaml-old-names': {
    broken: withYaml(
      'stream_throughput_outbound_megabits_per_sec: 200\nmax_hint_window_in_ms: 9000\ncross_node_timeout: true\nmax_hints_file_size_in_mb: -1\n',
    ),
    says: [
      'cassandra.yaml line 5: stream_throughput_outbound_megabits_per_sec is now stream_throughput_outbound: 25000000B/s',
      'cassandra.yaml line 6: max_hint_window_in_ms is now max_hint_window: 9000ms',
      'cassandra.yaml line 7: cross_node_timeout is now internode_timeout',
      'cassandra.yaml line 8: max_hints_file_size_in_mb is now max_hints_file_size (without a negative value)',
    ],
    silent: 'config-files',
  },
  'yaml-cluster-name': {
    broken: { 'config-files': filesOf(yaml.replace('lab', 'other')) },
    says: ['cassandra.yaml line 2: "other", and it is in "lab"'],
    silent: 'config-files',
  },
  'yaml-num-tokens': {
    broken: { 'config-files': filesOf(yaml.replace('16', '256')) },
    says: ['cassandra.yaml line 3: 256, and it has 16'],
    silent: 'config-files',
  },
  'storage-compatibility': {
    broken: withYaml('storage_compatibility_mode: NONE\nsstable:\n  selected_format: bti\n'),
    says: [
      'cassandra.yaml line 5: storage_compatibility_mode is NONE',
      'cassandra.yaml: sstable.selected_format is bti',
    ],
    holds: withYaml('storage_compatibility_mode: CASSANDRA_4\nsstable:\n  selected_format: big\n'),
    silent: 'config-files',
  },
  'way-back-open': {
    hop: backTo41,
    broken: inMode('UPGRADING'),
    says: ['it is in UPGRADING'],
    holds: inMode('CASSANDRA_4'),
    silent: 'settings',
  },
  'uuid-sstable-ids': {
    broken: { settings: { values: { uuid_sstable_identifiers_enabled: 'true' } } },
    says: ['uuid_sstable_identifiers_enabled is on'],
    holds: {
      settings: { values: { ...settings.values, uuid_sstable_identifiers_enabled: 'false' } },
    },
    silent: 'settings',
  },
  'keystore-passwords': {
    broken: withYaml(
      'server_encryption_options:\n  internode_encryption: all\n  truststore: /t\nclient_encryption_options: {enabled: false}\n',
    ),
    says: [
      'cassandra.yaml line 5: server_encryption_options has no keystore_password',
      'cassandra.yaml line 5: server_encryption_options has no truststore_password',
    ],
    holds: withYaml('client_encryption_options: {enabled: true, keystore_password: x}\n'),
    silent: 'config-files',
  },
  'internode-tls': {
    hop: to4,
    broken: withYaml('server_encryption_options: {internode_encryption: dc}\n'),
    says: [
      'cassandra.yaml line 5: server_encryption_options without enable_legacy_ssl_storage_port',
    ],
    holdsAt: to4,
    holds: withYaml(
      'server_encryption_options: {internode_encryption: dc, enable_legacy_ssl_storage_port: true}\n',
    ),
    silent: 'config-files',
  },
  java: {
    broken: java('1.8.0_392', 8, 392),
    says: ['its Java is 1.8.0_392, 5.0 starts with 11 or 17'],
    silent: 'java-version',
  },
  'java-experimental': {
    hop: { to: '5.0.4' },
    broken: {},
    says: ['its Java is 17.0.9, which is experimental before 5.0.5'],
    holdsAt: { to: '5.0.5' },
    silent: 'java-version',
  },
  'jvm-options-read': {
    hop: to4,
    broken: withFile('jvm.options', '-Xmx8G\n'),
    says: ['there is jvm.options, and no jvm-server.options'],
    holdsAt: to4,
    holds: withFile('jvm-server.options', '-Xmx8G\n'),
    silent: 'config-files',
  },
  'jvm-collector': {
    broken: withFile('jvm-server.options', '-Xmx8G\n  -XX:+UseConcMarkSweepGC\n'),
    says: ['jvm-server.options line 2: -XX:+UseConcMarkSweepGC'],
    holds: withFile('jvm8-server.options', '-XX:+UseConcMarkSweepGC\n'),
    silent: 'java-version',
  },
  jamm: {
    broken: withFile(
      'cassandra-env.sh',
      '# jamm-0.3.0.jar\nJVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/jamm-0.3.2.jar"\n',
    ),
    says: ['cassandra-env.sh names jamm-0.3.2.jar, the target has jamm-0.4.0.jar'],
    holds: withFile('cassandra-env.sh', 'x -javaagent:lib/jamm-0.4.0.jar\n'),
    silent: 'config-files',
  },
  'sstables-readable': {
    broken: sstables('lb', 'big'),
    says: ['2 SSTables lb-big, which 5.0 cannot read: /data/lb-7-big-Data.db'],
    holds: sstables('me', 'big'),
    silent: 'sstable-files',
  },
} as const satisfies Readonly<Record<string, RuleCase>>;
