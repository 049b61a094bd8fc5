import type { NodeFilesPlace } from '../model/inventory.ts';
import { shQuote } from '../model/sh-quote.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { configFilePatterns, parseConfigFiles } from '../parse/config-files.ts';
import { parseJavaVersion } from '../parse/java-version.ts';
import { parseSSTableFiles } from '../parse/sstable-files.ts';
import { runOnNode, type Exited } from './command.ts';
import { missing, seen, type NodeContext } from './context.ts';
import { askDataFolders } from './cql.ts';
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
    const said = ran.value.stderr + ran.value.stdout;
    return readable(context, 'java-version', said, parseJavaVersion(said));
  },
  'sstable-files': async (context, { data, through }) => {
    const folders = data ? undefined : await askDataFolders(context);
    if (folders?.kind === 'missing') return folders;
    const ran = await run(context, through, findSSTables(data ?? folders?.value ?? []));
    if (ran.kind === 'missing') return ran;
    const { stdout } = ran.value;
    return readable(context, 'sstable-files', stdout, parseSSTableFiles(stdout));
  },
};

/** Cassandra's own check at start passes these two by, too (StartupChecks.checkSSTablesFormat). */
function findSSTables(folders: readonly string[]): readonly string[] {
  const aside = ['-type', 'd', '(', '-name', 'snapshots', '-o', '-name', 'backups', ')', '-prune'];
  const name = ['-type', 'f', '-name', '*-Data.db', '-print'];
  return ['find', '-L', ...folders, ...aside, '-o', ...name];
}

async function run(
  context: NodeContext,
  through: readonly string[],
  argv: readonly string[],
): Promise<Seen<Exited>> {
  const ran = await runOnNode(context, behind(through, argv));
  if (ran.kind === 'missing' || ran.value.code === 0) return ran;
  const { code, stderr } = ran.value;
  const words = stderr.trim().split('\n')[0] ?? '';
  return missing(context, 'failed', words || `${argv[0] ?? ''}: exit code ${code}`);
}

/** ssh joins its arguments to one line for a shell there: each is quoted for it. */
function behind(through: readonly string[], argv: readonly string[]): readonly string[] {
  const isShell = through.some((word) => word === 'ssh' || word.endsWith('/ssh'));
  return [...through, ...(isShell ? argv.map(shQuote) : argv)];
}
