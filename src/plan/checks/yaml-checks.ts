import type { CassandraYaml, YamlData, YamlSetting } from '../../model/readings.ts';
import { nodeOf, type SourceValues } from '../../model/snapshot.ts';
import { valueOf } from '../../model/seen.ts';
import { lintYaml, nameIn, renamedLine, type YamlLint } from '../../rules/upgrade/yaml-lint.ts';
import { lackingBeside, ofFiles, type Check, type Judged, type RuleContext } from './check.ts';

function ofLint(words: (lint: YamlLint, line: string) => readonly string[]): Check {
  return (context) =>
    ofYaml(context, (yaml) => {
      const lint = lintYaml(yaml, context.toLine);
      return lint ? words(lint, context.toLine) : [];
    });
}

function ofYaml(
  context: RuleContext,
  judge: (yaml: CassandraYaml, address: string) => readonly string[],
): readonly Judged[] {
  return ofFiles(context, 'config-files', ({ yaml }, address) => judge(yaml, address));
}

const at = ({ line }: YamlSetting) => `cassandra.yaml line ${line}`;

export const yamlKeys = ofLint(({ unknown }, line) =>
  unknown.map((setting) => {
    const why =
      setting.goneIn === undefined ? `is no setting of ${line}` : `is gone in ${setting.goneIn}`;
    return `${at(setting)}: ${setting.name} ${why}`;
  }),
);

export const yamlBothNames = ofLint(({ twice }) =>
  twice.map(
    (pair) => `${at(pair.old)}: ${pair.old.name} is ${pair.new.name} of line ${pair.new.line}`,
  ),
);

export const yamlOldNames = ofLint(({ renamed }, line) =>
  renamed.map(
    ({ setting, now }) =>
      `${at(setting)}: ${setting.name} is now ${renamedLine(setting, now, nameIn(line, now.to))}`,
  ),
);

/** The last of them counts, as for Cassandra. */
function settingOf({ settings }: CassandraYaml, name: string): YamlSetting | undefined {
  return settings.findLast((setting) => setting.name === name);
}

function textOf(value: YamlData): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function localOf({ snapshot }: RuleContext, address: string) {
  return valueOf(nodeOf(snapshot, address)?.sources['cql-local']);
}

export const yamlClusterName: Check = (context) => [
  ...lackingBeside(context, 'cql-local'),
  ...ofYaml(context, (yaml, address) => {
    const saved = localOf(context, address)?.clusterName;
    // Without the setting the node takes this name (Config.java).
    const setting = settingOf(yaml, 'cluster_name');
    const name = setting ? textOf(setting.value) : 'Test Cluster';
    if (saved === undefined || name === saved) return [];
    const where = setting ? at(setting) : 'cassandra.yaml without cluster_name';
    return [`${where}: "${name}", and it is in "${saved}"`];
  }),
];

export const yamlNumTokens: Check = (context) => [
  ...lackingBeside(context, 'cql-local'),
  ...ofYaml(context, (yaml, address) => {
    const has = localOf(context, address)?.tokenCount;
    const setting = settingOf(yaml, 'num_tokens');
    const listed = settingOf(yaml, 'initial_token')?.value;
    const tokens = setting?.value ?? (typeof listed === 'string' ? listed.split(',').length : 1);
    if (has === undefined || tokens === has) return [];
    const where = setting ? at(setting) : 'cassandra.yaml without num_tokens';
    return [`${where}: ${textOf(tokens)}, and it has ${has}`];
  }),
];

export const storageCompatibility: Check = (context) =>
  ofYaml(context, (yaml) => {
    const mode = settingOf(yaml, 'storage_compatibility_mode');
    const format = partOf(settingOf(yaml, 'sstable')?.value, 'selected_format');
    return [
      ...(mode && mode.value !== 'CASSANDRA_4'
        ? [`${at(mode)}: storage_compatibility_mode is ${textOf(mode.value)}`]
        : []),
      ...(format === 'bti' ? ['cassandra.yaml: sstable.selected_format is bti'] : []),
    ];
  });

function partOf(value: YamlData | undefined, name: string): YamlData | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const map = value as Readonly<Record<string, YamlData>>;
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

export const keystorePasswords: Check = (context) =>
  ofYaml(context, (yaml) =>
    [
      ['server_encryption_options', serverIsOn],
      ['client_encryption_options', clientIsOn],
    ].flatMap(([name, isOn]) => lackingPasswords(yaml, name as string, isOn as IsOn)),
  );

type IsOn = (options: YamlData | undefined) => boolean;

const clientIsOn: IsOn = (options) => partOf(options, 'enabled') === true;
const serverIsOn: IsOn = (options) => {
  const internode = partOf(options, 'internode_encryption') ?? 'none';
  return internode !== 'none';
};

function lackingPasswords(yaml: CassandraYaml, name: string, isOn: IsOn): readonly string[] {
  const setting = settingOf(yaml, name);
  if (!setting || !isOn(setting.value)) return [];
  // With a factory of its own (PEM, 4.1 and later) there may be no stores.
  if (partOf(setting.value, 'ssl_context_factory') !== undefined) return [];
  return ['keystore', 'truststore']
    .filter((store) => store === 'keystore' || partOf(setting.value, store) !== undefined)
    .filter((store) => (partOf(setting.value, `${store}_password`) ?? '') === '')
    .map((store) => `${at(setting)}: ${name} has no ${store}_password`);
}

const legacyPort = ['enable_legacy_ssl_storage_port', 'legacy_ssl_storage_port_enabled'];

export const internodeTls: Check = (context) =>
  ofYaml(context, (yaml) => {
    const setting = settingOf(yaml, 'server_encryption_options');
    if (!setting || !serverIsOn(setting.value)) return [];
    const isOpen = legacyPort.some((name) => partOf(setting.value, name) === true);
    return isOpen
      ? []
      : [`${at(setting)}: server_encryption_options without ${legacyPort[0] ?? ''}`];
  });

/** The file names of jars: `jamm-0.3.2.jar`. */
export const jamm =
  (expected: (line: string) => string | undefined): Check =>
  (context) => {
    const wanted = expected(context.toLine);
    return wanted === undefined
      ? []
      : ofFiles(context, 'config-files', (files) => otherJamm(files, wanted));
  };

function otherJamm({ others }: SourceValues['config-files'], wanted: string): readonly string[] {
  const env = others.find(({ name }) => name === 'cassandra-env.sh');
  const lines = (env?.text ?? '').split('\n').filter((line) => !/^\s*#/.test(line));
  const named = lines.flatMap((line) => /\bjamm-(\d+(?:\.\d+)*)\.jar/.exec(line)?.[1] ?? []);
  return [...new Set(named)]
    .filter((version) => version !== wanted)
    .map(
      (version) => `cassandra-env.sh names jamm-${version}.jar, the target has jamm-${wanted}.jar`,
    );
}
