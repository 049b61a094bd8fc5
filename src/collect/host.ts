import type { JavaProcess } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseDf } from '../parse/df.ts';
import { parseDiskStats } from '../parse/diskstats.ts';
import { parseProcIo } from '../parse/proc-io.ts';
import { parsePressureIo } from '../parse/pressure-io.ts';
import { parseProcThreads } from '../parse/proc-threads.ts';
import { runOnNode, type Exited } from './command.ts';
import { missing, seen, type Missing, type NodeContext } from './context.ts';
import { askDataFolders } from './cql.ts';
import { readable } from './nodetool.ts';

export const hostSources = [
  'disks',
  'io-pressure',
  'file-systems',
  'compaction-threads',
  'process-io',
] as const satisfies readonly SourceId[];

export type HostSource = (typeof hostSources)[number];

type HostAnswers = { readonly [S in HostSource]?: Seen<SourceValues[S]> };

/** True when the process of the node must be known before these sources can be asked. */
export function needsProcess(context: NodeContext, wanted: ReadonlySet<SourceId>): boolean {
  if (ofProcess.some((source) => wanted.has(source))) return true;
  return !isLoopback(context.node.address) && hostSources.some((source) => wanted.has(source));
}

/**
 * What the machine of the node says. Commands run where the transport leads, which need not be the
 * machine of the node: without proof that it is, nothing is read.
 */
export async function askHost(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  process: Seen<JavaProcess>,
): Promise<HostAnswers> {
  const place = needsProcess(context, wanted) ? await sameHost(context, process) : undefined;
  const elsewhere = place?.kind === 'missing' ? place : undefined;
  const away = isLoopback(context.node.address) ? undefined : elsewhere;
  let answers: HostAnswers = {};
  for (const { sources, ask } of questions) {
    if (!sources.some((source) => wanted.has(source))) continue;
    const reason = sources === ofProcess ? elsewhere : away;
    const same = reason && Object.fromEntries(sources.map((source) => [source, reason]));
    answers = { ...answers, ...(same ?? (await ask(context, process, wanted))) };
  }
  return answers;
}

type Ask = (
  context: NodeContext,
  process: Seen<JavaProcess>,
  wanted: ReadonlySet<SourceId>,
) => Promise<HostAnswers>;

/** Of the process itself, and not of its machine. */
const ofProcess = ['compaction-threads', 'process-io'] as const satisfies readonly HostSource[];

const questions: readonly { readonly sources: readonly HostSource[]; readonly ask: Ask }[] = [
  { sources: ['disks', 'io-pressure'], ask: askKernel },
  { sources: ['file-systems'], ask: askFileSystems },
  { sources: ofProcess, ask: askProcess },
];

/** A loopback address never leads to another machine. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address === '0:0:0:0:0:0:0:1';
}

async function sameHost(context: NodeContext, process: Seen<JavaProcess>): Promise<Seen<true>> {
  if (process.kind === 'missing') {
    return missing(context, process.why, `the process of the node is not known: ${process.detail}`);
  }
  const ran = await runOnNode(context, ['uname', '-n']);
  if (ran.kind === 'missing') return ran;
  const { code, stdout } = ran.value;
  const here = stdout.trim();
  const { host } = process.value;
  if (code === 0 && here === host) return seen(context, true);
  if (code === lostOnTheWay) return missing(context, 'failed', `uname: exit code ${code}`);
  if (code === 0 && !/^[\w.-]+$/.test(here)) {
    return missing(context, 'unreadable', `uname -n says no name: "${here.slice(0, 200)}"`);
  }
  return missing(context, 'unsupported', `the node runs on ${host}, commands run on ${here}`);
}

/** One round trip for both files. Kernels without PSI have only the first. */
async function askKernel(context: NodeContext): Promise<HostAnswers> {
  const ran = await runOnNode(context, ['cat', '/proc/diskstats', '/proc/pressure/io']);
  if (ran.kind === 'missing') return { disks: ran, 'io-pressure': ran };
  const lines = ran.value.stdout.split(/(?<=\n)/);
  const isPressure = (line: string) => /^(?:some|full) /.test(line);
  const disks = lines.filter((line) => !isPressure(line)).join('');
  const pressure = lines.filter(isPressure).join('');
  return {
    disks:
      disks === ''
        ? notThere(context, ran.value)
        : readable(context, 'disks', disks, parseDiskStats(disks)),
    'io-pressure':
      pressure === ''
        ? notThere(context, ran.value)
        : readable(context, 'io-pressure', pressure, parsePressureIo(pressure)),
  };
}

/** A file that is there and yet not in the answer makes it half an answer. */
function notThere(context: NodeContext, { code, stderr }: Exited): Missing {
  const words = stderr.trim();
  if (code === 0) return missing(context, 'unreadable', 'cat printed only one of two files');
  if (code === lostOnTheWay) return missing(context, 'failed', words || `cat: exit code ${code}`);
  return missing(context, 'unsupported', words || 'this kernel does not offer it');
}

/** The exit code of ssh itself: nothing is known of the machine. */
const lostOnTheWay = 255;

async function askFileSystems(context: NodeContext): Promise<HostAnswers> {
  return { 'file-systems': await askDf(context) };
}

async function askDf(context: NodeContext): Promise<Seen<SourceValues['file-systems']>> {
  const folders = await askDataFolders(context);
  if (folders.kind === 'missing') return folders;
  const ran = await runOnNode(context, ['df', '-P', '-k', ...folders.value]);
  if (ran.kind === 'missing') return ran;
  const { code, stdout, stderr } = ran.value;
  if (code !== 0) return missing(context, 'failed', stderr.trim() || `df: exit code ${code}`);
  return readable(context, 'file-systems', stdout, parseDf(stdout));
}

/** Only of a process that is Cassandra: the pid may have been given to another one since. */
async function askProcess(
  context: NodeContext,
  process: Seen<JavaProcess>,
  wanted: ReadonlySet<SourceId>,
): Promise<HostAnswers> {
  const pid = await cassandraPid(context, process);
  const [threads, io] = ofProcess;
  return {
    ...(wanted.has(threads)
      ? { [threads]: pid.kind === 'missing' ? pid : await askThreads(context, pid.value) }
      : {}),
    ...(wanted.has(io)
      ? { [io]: pid.kind === 'missing' ? pid : await askIo(context, pid.value) }
      : {}),
  };
}

async function cassandraPid(
  context: NodeContext,
  process: Seen<JavaProcess>,
): Promise<Seen<number>> {
  if (process.kind === 'missing') return process;
  const { pid } = process.value;
  const command = await runOnNode(context, ['cat', `/proc/${pid}/cmdline`]);
  if (command.kind === 'missing') return command;
  if (command.value.stdout.includes('CassandraDaemon')) return seen(context, pid);
  context.processes?.delete(context.node.address);
  return missing(context, 'failed', `process ${pid} is not Cassandra's any more`);
}

async function askThreads(
  context: NodeContext,
  pid: number,
): Promise<Seen<SourceValues['compaction-threads']>> {
  const ran = await runOnNode(context, [...findThreads(pid)]);
  if (ran.kind === 'missing') return ran;
  // Threads that end meanwhile make find complain and exit with 1: what was read still holds.
  const { stdout } = ran.value;
  return readable(context, 'compaction-threads', stdout, parseProcThreads(stdout));
}

/** The kernel shows it to the owner of the process and to root alone. */
async function askIo(context: NodeContext, pid: number): Promise<Seen<SourceValues['process-io']>> {
  const ran = await runOnNode(context, ['cat', `/proc/${pid}/io`]);
  if (ran.kind === 'missing') return ran;
  const { code, stdout } = ran.value;
  if (code !== 0) return notThere(context, ran.value);
  return readable(context, 'process-io', stdout, parseProcIo(stdout));
}

function findThreads(pid: number): readonly string[] {
  const files = ['(', '-name', 'stat', '-o', '-name', 'schedstat', ')'];
  const depth = ['-mindepth', '2', '-maxdepth', '2'];
  return ['find', `/proc/${pid}/task`, ...depth, ...files, '-exec', 'grep', '-H', '.', '{}', '+'];
}
