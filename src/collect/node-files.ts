import type { NodeFilesPlace } from '../model/inventory.ts';
import { masked } from '../model/masked.ts';
import { shQuote } from '../model/sh-quote.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { configFilePatterns, parseConfigFiles } from '../parse/config-files.ts';
import { parseJavaVersion } from '../parse/java-version.ts';
import { parseSSTableFiles } from '../parse/sstable-files.ts';
import { runOnNode, type Exited } from './command.ts';
import { missing, seen, type NodeContext } from './context.ts';
import { askDataFolders } from './cql.ts';
import { lastWords } from './last-words.ts';
import { readable } from './nodetool.ts';

export const fileSources = [
  'config-files',
  'java-version',
  'sstable-files',
] as const satisfies readonly SourceId[];

type FileSource = (typeof fileSources)[number];
type FileAnswers = { readonly [S in FileSource]?: Seen<SourceValues[S]> };

/** What is wanted of a node's files, where the inventory says that they are. */
export async function askFiles(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
): Promise<FileAnswers> {
  const { files } = context.node;
  const asked = fileSources.filter((source) => wanted.has(source));
  if (!files) {
    const nowhere = missing(
      context,
      'unsupported',
      'the inventory does not say where its files are',
    );
    return Object.fromEntries(asked.map((source) => [source, nowhere]));
  }
  const answers: Partial<Record<FileSource, Seen<unknown>>> = {};
  for (const source of asked) answers[source] = await questions[source](context, files);
  // Each has put its own type of value under its own source.
  return answers as FileAnswers;
}

type Ask<T> = (context: NodeContext, files: NodeFilesPlace) => Promise<Seen<T>>;

const questions: { readonly [S in FileSource]: Ask<SourceValues[S]> } = {
  'config-files': async (context, { config, through }) => {
    const names = configFilePatterns.flatMap((pattern) => ['-o', '-name', pattern]).slice(1);
    const argv = ['find', '-L', config, '-maxdepth', '1', '-type', 'f', '(', ...names, ')'];
    const ran = await run(context, through, [...argv, '-exec', 'grep', '-H', '', '{}', '+']);
    if (ran.kind === 'missing') return ran;
    const parsed = parseConfigFiles(ran.value.stdout);
    // The files may hold passwords: no line of them is told, and none goes to the debug log.
    return parsed.kind === 'parsed'
      ? seen(context, parsed.value)
      : missing(context, 'unreadable', parsed.why);
  },
  'java-version': async (context, { java, through }) => {
    const ran = await run(context, through, [java, '-version']);
    if (ran.kind === 'missing') return ran;
    const said = masked(ran.value.stderr + ran.value.stdout);
    return readable(context, 'java-version', said, parseJavaVersion(said));
  },
  'sstable-files': async (context, { data, through }) => {
    const folders = data ? undefined : await askDataFolders(context);
    if (folders?.kind === 'missing') return folders;
    const inside = data ?? folders?.value ?? [];
    const ran = await run(context, through, findSSTables(inside), onlyGone(inside));
    if (ran.kind === 'missing') return ran;
    const { stdout } = ran.value;
    return readable(context, 'sstable-files', stdout, parseSSTableFiles(stdout));
  },
};

/**
 * Cassandra's own check at start passes the first two by, too (StartupChecks.checkSSTablesFormat). Of
 * `lost+found`, which root alone may read, find would complain.
 */
function findSSTables(folders: readonly string[]): readonly string[] {
  const names = ['snapshots', 'backups', 'lost+found'].flatMap((name) => ['-o', '-name', name]);
  const aside = ['-type', 'd', '(', ...names.slice(1), ')', '-prune'];
  const name = ['-type', 'f', '-name', '*-Data.db', '-print'];
  return ['find', '-L', ...folders, ...aside, '-o', ...name];
}

/** Files went while GNU find read, as compactions remove them: exit 1. A data folder itself must be there. */
function onlyGone(folders: readonly string[]) {
  const isInside = (line: string) =>
    folders.some((folder) => {
      const start = `${folder.replace(/\/+$/, '')}/`;
      const at = line.indexOf(start);
      return at >= 0 && /^[^'’:\s]/.test(line.slice(at + start.length));
    });
  return ({ code, stderr }: Exited): boolean => {
    const lines = stderr.split('\n').filter((line) => line.trim() !== '');
    const isGone = (line: string) => /: No such file or directory\s*$/.test(line) && isInside(line);
    return code === 1 && lines.length > 0 && lines.every(isGone);
  };
}

async function run(
  context: NodeContext,
  through: readonly string[],
  argv: readonly string[],
  isAnswer: (exited: Exited) => boolean = () => false,
): Promise<Seen<Exited>> {
  const ran = await runOnNode(context, behind(through, argv));
  if (ran.kind === 'missing' || ran.value.code === 0 || isAnswer(ran.value)) return ran;
  const { code, stderr } = ran.value;
  return missing(context, 'failed', lastWords(stderr) || `${argv[0] ?? ''}: exit code ${code}`);
}

/** ssh joins its arguments to one line for a shell there: each is quoted for it. */
function behind(through: readonly string[], argv: readonly string[]): readonly string[] {
  const isShell = through.some((word) => word === 'ssh' || word.endsWith('/ssh'));
  return [...through, ...(isShell ? argv.map(shQuote) : argv)];
}
