import { hostNameFile, processFile, type ProcessFile } from '../model/host-files.ts';
import type { Parsed } from '../model/parsed.ts';
import type { JavaProcess } from '../model/readings.ts';
import type { Missing, Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseHiding } from '../parse/proc-mounts.ts';
import { parseProcIo } from '../parse/proc-io.ts';
import { parseProcThreads } from '../parse/proc-threads.ts';
import { again } from './ask-node.ts';
import { missing, type NodeContext } from './context.ts';
import { askControlGroup, isDenied, knownGroupFiles } from './control-group.ts';
import { complaintOf, readFiles, readingOf, textOf, type ReadFiles } from './host-files.ts';
import { processUnknown, whyElsewhere } from './whose-machine.ts';

/** Of the process of the node. */
const processFiles = {
  'compaction-threads': 'task',
  'process-io': 'io',
  cgroup: 'cgroup',
} as const satisfies { readonly [S in SourceId]?: ProcessFile };

export type ProcessSource = keyof typeof processFiles;

export const processSources = Object.keys(processFiles) as readonly ProcessSource[];

export type ProcessAnswers = { readonly [S in ProcessSource]?: Seen<SourceValues[S]> };

/** In one round trip, and one more where its control group is not known yet or it is not to be seen. */
export async function askProcess(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  process: Seen<JavaProcess>,
): Promise<ProcessAnswers> {
  const sources = processSources.filter((source) => wanted.has(source));
  if (sources.length === 0) return {};
  if (process.kind === 'missing') {
    return sameOf(sources, () => processUnknown(context, process));
  }
  const { pid } = process.value;
  const read = await readFiles(context, pathsOf(context, sources, pid));
  if (read.kind === 'missing') return sameOf(sources, () => again(context, read));
  const why =
    whyElsewhere(context, read, process.value) ?? (await whyNotOurs(context, read.value, pid));
  if (why) return sameOf(sources, () => again(context, why));
  const answers: [ProcessSource, Seen<unknown>][] = [];
  for (const source of sources) {
    answers.push([source, await questions[source](context, read.value, pid)]);
  }
  return Object.fromEntries(answers);
}

function sameOf(sources: readonly ProcessSource[], why: () => Missing): ProcessAnswers {
  return Object.fromEntries(sources.map((source) => [source, why()]));
}

function pathsOf(
  context: NodeContext,
  sources: readonly ProcessSource[],
  pid: number,
): readonly string[] {
  const files = sources.map((source) => processFile(pid, processFiles[source]));
  const group = sources.includes('cgroup') ? knownGroupFiles(context) : [];
  return [hostNameFile, processFile(pid, 'cmdline'), ...files, ...group];
}

/** Undefined: the process is Cassandra's. The number may have been given to another one since. */
async function whyNotOurs(
  context: NodeContext,
  read: ReadFiles,
  pid: number,
): Promise<Missing | undefined> {
  const file = processFile(pid, 'cmdline');
  if (read.texts.has(file)) return undefined;
  const complaint = complaintOf(read, file);
  if (complaint !== undefined && isDenied(complaint)) {
    return missing(context, 'unsupported', complaint);
  }
  context.processes?.delete(context.node.address);
  const hidden = complaint === undefined ? undefined : await whyHidden(context, pid);
  return hidden ?? missing(context, 'failed', `process ${pid} is not Cassandra's any more`);
}

const mountsFile = '/proc/self/mounts';

/** What is gone and what the kernel hides look alike: only the options of /proc tell which it may be. */
async function whyHidden(context: NodeContext, pid: number): Promise<Missing | undefined> {
  const read = await readFiles(context, [mountsFile]);
  const mounts = read.kind === 'seen' ? textOf(context, read.value, mountsFile) : read;
  if (mounts.kind === 'missing') {
    const isAbsent = mounts.why === 'unsupported';
    const detail = `process ${pid} is gone, or not ours to see: ${mounts.detail}`;
    return isAbsent ? undefined : missing(context, mounts.why, detail);
  }
  const hiding = parseHiding(mounts.value);
  if (hiding === undefined) return undefined;
  const detail = `process ${pid}: not permitted, /proc shows its own processes alone to a user (${hiding})`;
  return missing(context, 'unsupported', detail);
}

type AskProcess<T> = (
  context: NodeContext,
  read: ReadFiles,
  pid: number,
) => Seen<T> | Promise<Seen<T>>;

const questions: { readonly [S in ProcessSource]: AskProcess<SourceValues[S]> } = {
  // Threads that end meanwhile make find complain: what was read still holds.
  'compaction-threads': ofText('compaction-threads', parseProcThreads),
  // The kernel shows it to the owner of the process and to root alone.
  'process-io': ofText('process-io', parseProcIo),
  cgroup: askControlGroup,
};

function ofText<S extends 'compaction-threads' | 'process-io'>(
  source: S,
  parse: (text: string) => Parsed<SourceValues[S]>,
): AskProcess<SourceValues[S]> {
  return (context, read, pid) => {
    const file = processFile(pid, processFiles[source]);
    return readingOf(context, read, source, { file, parse });
  };
}
