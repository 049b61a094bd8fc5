import type { DiffLine } from '../../model/diff-line.ts';
import type { CassandraYaml } from '../../model/readings.ts';
import { lintYaml } from './yaml-lint.ts';

/**
 * The operator's file as the line wants it, line by line: settings that it does not take are cut out with their lines, and
 * what must be said from now on is put behind the rest. Everything else, comments too, stays as it is; old names stay, for
 * they work. Never the file that is shipped: its values are not the operator's. All lines `same`: nothing is to be
 * changed; undefined for a line whose settings are not known.
 */
export function yamlDiff(yaml: CassandraYaml, line: string): readonly DiffLine[] | undefined {
  return partsOf(yaml, line)?.flatMap(({ kind, text }) =>
    text
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((each) => ({ kind, text: each })),
  );
}

interface Part {
  readonly kind: DiffLine['kind'];
  /** Whole lines with their ends. */
  readonly text: string;
}

function partsOf(yaml: CassandraYaml, line: string): readonly Part[] | undefined {
  const lint = lintYaml(yaml, line);
  if (!lint) return undefined;
  const parts: Part[] = [];
  let at = 0;
  for (const { from, to } of lint.unknown) {
    parts.push({ kind: 'same', text: yaml.text.slice(at, from) });
    parts.push({ kind: 'gone', text: yaml.text.slice(from, to) });
    at = to;
  }
  parts.push({ kind: 'same', text: withLineEnd(yaml.text.slice(at)) });
  parts.push({ kind: 'new', text: saidFrom50(yaml, line) });
  return parts.filter(({ text }) => text !== '');
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** 6.0 takes another mode where none is said (NEWS.txt 5.0, top notice): it is written out from the first day on. */
function saidFrom50({ settings }: CassandraYaml, line: string): string {
  const isSaid = settings.some(({ name }) => name === 'storage_compatibility_mode');
  return line === '5.0' && !isSaid ? 'storage_compatibility_mode: CASSANDRA_4\n' : '';
}
