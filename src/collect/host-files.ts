import { readFilesArgv } from '../model/host-files.ts';
import type { Parsed } from '../model/parsed.ts';
import type { Missing, Seen } from '../model/seen.ts';
import type { SourceId } from '../model/snapshot.ts';
import { parseHostFiles, type HostFiles } from '../parse/host-files.ts';
import { runOnNode } from './command.ts';
import { missing, seen, type NodeContext } from './context.ts';
import { lastWords } from './last-words.ts';
import { readable } from './nodetool.ts';

/** Files that were read, and what was said of those that were not. */
export interface ReadFiles extends HostFiles {
  readonly code: number;
  readonly stderr: string;
}

/** Of shells and of ssh: find was not run, or not to its end. */
const notRunFrom = 126;

/** All of them in one round trip. Missing: nothing is known of any. */
export async function readFiles(
  context: NodeContext,
  paths: readonly string[],
): Promise<Seen<ReadFiles>> {
  const ran = await runOnNode(context, readFilesArgv(paths));
  if (ran.kind === 'missing') return ran;
  const { code, stdout, stderr } = ran.value;
  if (code >= notRunFrom) return missing(context, 'failed', `find: ${wordsOf(code, stderr)}`);
  return seen(context, { ...parseHostFiles(stdout, paths), code, stderr });
}

function wordsOf(code: number, stderr: string): string {
  return stderr.trim() || `exit code ${code}`;
}

/** The text of one of them, or why there is none. */
export function textOf(context: NodeContext, read: ReadFiles, path: string): Seen<string> {
  const text = read.texts.get(path);
  return text === undefined ? notRead(context, read, path) : seen(context, text);
}

export interface FileQuestion<T> {
  readonly file: string;
  readonly parse: (text: string) => Parsed<T>;
}

export function readingOf<T>(
  context: NodeContext,
  read: ReadFiles,
  source: SourceId,
  { file, parse }: FileQuestion<T>,
): Seen<T> {
  const text = textOf(context, read, file);
  return text.kind === 'missing' ? text : readable(context, source, text.value, parse(text.value));
}

/**
 * Find and grep name each file that is not there, or not ours to read; without a word it is half an answer. Of
 * an empty file grep says nothing and exits with 1, beside others that were read.
 */
function notRead(context: NodeContext, read: ReadFiles, path: string): Missing {
  const complaint = complaintOf(read, path);
  if (complaint !== undefined) return missing(context, 'unsupported', complaint);
  const isSilent = read.texts.size === 0 && read.stray === undefined;
  if (read.code !== 0 && read.stderr.trim() === '' && !isSilent) {
    return missing(context, 'unsupported', 'this kernel does not offer it');
  }
  return missing(
    context,
    'unreadable',
    `the answer is without ${path}${strayWords(read)}${otherWords(read)}`,
  );
}

/** The line that names it, and not a longer path. */
export function complaintOf({ stderr }: ReadFiles, path: string): string | undefined {
  return stderr.split('\n').find((line) => {
    const at = line.indexOf(path);
    return at >= 0 && !/^[\w/.]/.test(line.slice(at + path.length));
  });
}

/** What was said last where no file is named: of sudo, of a shell. */
function otherWords({ stderr }: ReadFiles): string {
  const words = lastWords(stderr);
  return words === '' || /\/(?:proc|sys)\//.test(words) ? '' : `: ${words.slice(0, 200)}`;
}

/** What stood in its place: `: "Last login: ..."`. */
export function strayWords({ stray }: ReadFiles): string {
  return stray === undefined ? '' : `: "${stray.slice(0, 200)}"`;
}
