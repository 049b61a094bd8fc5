import { groupBy } from '../model/group-by.ts';
import type { Parsed } from '../model/parsed.ts';
import type { ConfigFile, ConfigFiles } from '../model/readings.ts';
import { parseCassandraYaml } from './cassandra-yaml.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/** Files of a configuration folder that say what a node is started with. */
export const configFilePatterns = ['cassandra.yaml', 'cassandra-env.sh', 'jvm*.options'] as const;

const line = /^.*?\/(?<name>cassandra\.yaml|cassandra-env\.sh|jvm[\w.-]*\.options):(?<rest>.*)$/s;

/**
 * `grep -H ''` over those files: each line with its path before it. What cannot be read is told without the line: it may
 * hold a password.
 */
export function parseConfigFiles(text: string): Parsed<ConfigFiles> {
  return reading(() => {
    const lines = linesOf(text).map((each) => line.exec(each)?.groups ?? unreadable('', notALine));
    const files: readonly ConfigFile[] = [...groupBy(lines, ({ name = '' }) => name)].map(
      ([name, parts]) => ({ name, text: parts.map(({ rest = '' }) => `${rest}\n`).join('') }),
    );
    const yaml = files.find(({ name }) => name === 'cassandra.yaml');
    if (!yaml) return unreadable('', 'there is no cassandra.yaml in the folder');
    const parsed = parseCassandraYaml(yaml.text);
    if (parsed.kind === 'unreadable') return unreadable('', `cassandra.yaml: ${parsed.why}`);
    return { yaml: parsed.value, others: files.filter((file) => file !== yaml) };
  });
}

const notALine = 'a line is of no file that was asked for, or a file is not text';
