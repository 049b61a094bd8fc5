import { hostNameFile, processFile, type ProcessFile } from '../model/host-files.ts';
import type { Parsed } from '../model/parsed.ts';
import type { JavaProcess } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseDiskStats } from '../parse/diskstats.ts';
import { parseCpuPressure, parsePressure } from '../parse/pressure.ts';
import { parseProcIo } from '../parse/proc-io.ts';
import { parseProcThreads } from '../parse/proc-threads.ts';
import { again } from './ask-node.ts';
import { missing, seen, type Missing, type NodeContext } from './context.ts';
import { askControlGroup, isDenied, knownGroupFiles } from './control-group.ts';
import { askFileSystems } from './file-systems.ts';
import { complaintOf, readFiles, textOf, type ReadFiles } from './host-files.ts';
import { readable } from './nodetool.ts';

interface Question<T> {
  readonly file: string;
  readonly parse: (text: string) => Parsed<T>;
}

/** Of the machine. */
const machineFiles = {
  disks: { file: '/proc/diskstats', parse: parseDiskStats },
  'io-pressure': { file: '/proc/pressure/io', parse: parsePressure },
  'cpu-pressure': { file: '/proc/pressure/cpu', parse: parseCpuPressure },
  'memory-pressure': { file: '/proc/pressure/memory', parse: parsePressure },
} as const satisfies { readonly [S in SourceId]?: Question<SourceValues[S]> };

type MachineSource = keyof typeof machineFiles;

/** Of the process of the node. */
const processFiles = {
  'compaction-threads': 'task',
  'process-io': 'io',
  cgroup: 'cgroup',
} as const satisfies { readonly [S in SourceId]?: ProcessFile };

type ProcessSource = keyof typeof processFiles;

const machineSources = Object.keys(machineFiles) as readonly MachineSource[];
const processSources = Object.keys(processFiles) as readonly ProcessSource[];

export const hostSources: readonly HostSource[] = [
  ...machineSources,
  'file-systems',
  ...processSources,
];

export type HostSource = MachineSource | ProcessSource | 'file-systems';

type HostAnswers = { readonly [S in HostSource]?: Seen<SourceValues[S]> };

type Wanted = ReadonlySet<SourceId>;

/** True when the process of the node must be known before these sources can be asked. */
export function needsProcess(context: NodeContext, wanted: Wanted): boolean {
  if (processSources.some((source) => wanted.has(source))) return true;
  return !isLoopback(context.node.address) && hostSources.some((source) => wanted.has(source));
}

/**
 * What the machine of the node says, in one round trip and one for the file systems. Commands run where the
 * transport leads, which need not be the machine of the node: without proof that it is, in the same answer,
 * nothing of it is believed.
 */
export async function askHost(
  context: NodeContext,
  wanted: Wanted,
  process: Seen<JavaProcess>,
): Promise<HostAnswers> {
  const paths = pathsOf(context, wanted, process);
  const read = paths.length > 0 ? await readFiles(context, paths) : undefined;
  const elsewhere = needsProcess(context, wanted)
    ? whyElsewhere(context, read, process)
    : undefined;
  const away = isLoopback(context.node.address) ? undefined : elsewhere;
  return {
    ...machineAnswers(context, wanted, away ?? read),
    ...(wanted.has('file-systems')
      ? { 'file-systems': away ? again(context, away) : await askFileSystems(context) }
      : {}),
    ...(await processAnswers(context, wanted, elsewhere ?? read, process)),
  };
}

/** No file for which it is not known where the node runs. */
function pathsOf(
  context: NodeContext,
  wanted: Wanted,
  process: Seen<JavaProcess>,
): readonly string[] {
  const isKnown = process.kind === 'seen';
  const isMachineKnown = isKnown || isLoopback(context.node.address);
  const ofMachine = isMachineKnown ? machineSources.filter((source) => wanted.has(source)) : [];
  return [
    ...(isKnown && needsProcess(context, wanted) ? [hostNameFile] : []),
    ...ofMachine.map((source) => machineFiles[source].file),
    ...(isKnown ? processPaths(context, wanted, process.value.pid) : []),
  ];
}

function processPaths(context: NodeContext, wanted: Wanted, pid: number): readonly string[] {
  const sources = processSources.filter((source) => wanted.has(source));
  if (sources.length === 0) return [];
  const files = sources.map((source) => processFile(pid, processFiles[source]));
  const group = wanted.has('cgroup') ? knownGroupFiles(context) : [];
  return [processFile(pid, 'cmdline'), ...files, ...group];
}

/** A loopback address never leads to another machine. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address === '0:0:0:0:0:0:0:1';
}

/** Undefined: the answer is of the machine on which the node runs. */
function whyElsewhere(
  context: NodeContext,
  read: Seen<ReadFiles> | undefined,
  process: Seen<JavaProcess>,
): Missing | undefined {
  if (process.kind === 'missing') {
    return missing(context, process.why, `the process of the node is not known: ${process.detail}`);
  }
  if (read?.kind !== 'seen') return read;
  const name = textOf(context, read.value, hostNameFile);
  if (name.kind === 'missing') {
    const detail = `the machine does not say its name: ${name.detail}`;
    return missing(context, name.why, detail);
  }
  const here = name.value.trim();
  const { host } = process.value;
  if (here === host) return undefined;
  if (!/^[\w.-]+$/.test(here)) {
    return missing(context, 'unreadable', `${hostNameFile} is no name: "${here.slice(0, 200)}"`);
  }
  return missing(context, 'unsupported', `the node runs on ${host}, commands run on ${here}`);
}

function machineAnswers(
  context: NodeContext,
  wanted: Wanted,
  read: Seen<ReadFiles> | undefined,
): HostAnswers {
  const answers = machineSources
    .filter((source) => wanted.has(source))
    .map((source) => [source, read && askMachine(context, read, source)]);
  // Each parser has put its own type of value under its own source.
  return Object.fromEntries(answers) as HostAnswers;
}

function askMachine(
  context: NodeContext,
  read: Seen<ReadFiles>,
  source: MachineSource,
): Seen<unknown> {
  if (read.kind === 'missing') return again(context, read);
  const { file, parse } = machineFiles[source];
  return readingOf<unknown>(context, read.value, source, { file, parse });
}

function readingOf<T>(
  context: NodeContext,
  read: ReadFiles,
  source: SourceId,
  { file, parse }: Question<T>,
): Seen<T> {
  const text = textOf(context, read, file);
  return text.kind === 'missing' ? text : readable(context, source, text.value, parse(text.value));
}

/** Only of a process that is Cassandra: the pid may have been given to another one since. */
async function processAnswers(
  context: NodeContext,
  wanted: Wanted,
  read: Seen<ReadFiles> | undefined,
  process: Seen<JavaProcess>,
): Promise<HostAnswers> {
  const sources = processSources.filter((source) => wanted.has(source));
  if (sources.length === 0 || !read) return {};
  const pid = cassandraPid(context, read, process);
  const answers: [ProcessSource, Seen<unknown>][] = [];
  for (const source of sources) {
    const isKnown = read.kind === 'seen' && pid.kind === 'seen';
    const answer = isKnown ? await processQuestions[source](context, read.value, pid.value) : pid;
    answers.push([source, answer]);
  }
  return Object.fromEntries(answers);
}

function cassandraPid(
  context: NodeContext,
  read: Seen<ReadFiles>,
  process: Seen<JavaProcess>,
): Seen<number> {
  if (read.kind === 'missing') return again(context, read);
  if (process.kind === 'missing') return again(context, process);
  const { pid } = process.value;
  const file = processFile(pid, 'cmdline');
  if (read.value.texts.has(file)) return seen(context, pid);
  const complaint = complaintOf(read.value, file);
  if (complaint !== undefined && isDenied(complaint)) {
    return missing(context, 'unsupported', complaint);
  }
  context.processes?.delete(context.node.address);
  return missing(context, 'failed', `process ${pid} is not Cassandra's any more`);
}

type AskProcess<T> = (
  context: NodeContext,
  read: ReadFiles,
  pid: number,
) => Seen<T> | Promise<Seen<T>>;

const processQuestions: { readonly [S in ProcessSource]: AskProcess<SourceValues[S]> } = {
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
