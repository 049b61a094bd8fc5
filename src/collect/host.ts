import { hostNameFile } from '../model/host-files.ts';
import type { Parsed } from '../model/parsed.ts';
import type { JavaProcess } from '../model/readings.ts';
import type { Missing, Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import { parseDiskStats } from '../parse/diskstats.ts';
import { parseCpuPressure, parsePressure } from '../parse/pressure.ts';
import { again } from './ask-node.ts';
import type { NodeContext } from './context.ts';
import { askFileSystems } from './file-systems.ts';
import { readFiles, readingOf, type FileQuestion, type ReadFiles } from './host-files.ts';
import { processSources, type ProcessSource } from './process.ts';
import { isLoopback, processUnknown, whyElsewhere } from './whose-machine.ts';

/** Of the machine. */
const machineFiles = {
  disks: { file: '/proc/diskstats', parse: parseDiskStats },
  'io-pressure': { file: '/proc/pressure/io', parse: parsePressure },
  'cpu-pressure': { file: '/proc/pressure/cpu', parse: parseCpuPressure },
  'memory-pressure': { file: '/proc/pressure/memory', parse: parsePressure },
} as const satisfies { readonly [S in SourceId]?: FileQuestion<SourceValues[S]> };

type MachineSource = keyof typeof machineFiles;

const machineSources = Object.keys(machineFiles) as readonly MachineSource[];

export const hostSources: readonly HostSource[] = [
  ...machineSources,
  'file-systems',
  ...processSources,
];

export type HostSource = MachineSource | ProcessSource | 'file-systems';

type MachineAnswers = {
  readonly [S in MachineSource | 'file-systems']?: Seen<SourceValues[S]>;
};

type Wanted = ReadonlySet<SourceId>;

/** True when the process of the node must be known before these sources can be asked. */
export function needsProcess(context: NodeContext, wanted: Wanted): boolean {
  if (processSources.some((source) => wanted.has(source))) return true;
  return !isLoopback(context.node.address) && hostSources.some((source) => wanted.has(source));
}

/** What the machine of the node says of itself: one round trip for the files, and one for the file systems. */
export async function askMachine(
  context: NodeContext,
  wanted: Wanted,
  process: Seen<JavaProcess>,
): Promise<MachineAnswers> {
  const sources = machineSources.filter((source) => wanted.has(source));
  const asksSpace = wanted.has('file-systems');
  if (sources.length === 0 && !asksSpace) return {};
  const read = await readMachine(context, sources, process);
  const space = read.kind === 'elsewhere' ? again(context, read.why) : undefined;
  return {
    ...machineAnswers(context, sources, read),
    ...(asksSpace ? { 'file-systems': space ?? (await askFileSystems(context)) } : {}),
  };
}

/** `elsewhere`: it is not known to be the machine of the node, so nothing of it is believed. */
type MachineRead =
  | { readonly kind: 'here'; readonly files: Seen<ReadFiles> | undefined }
  | { readonly kind: 'elsewhere'; readonly why: Missing };

async function readMachine(
  context: NodeContext,
  sources: readonly MachineSource[],
  process: Seen<JavaProcess>,
): Promise<MachineRead> {
  const files = sources.map((source) => machineFiles[source].file);
  if (isLoopback(context.node.address)) {
    return { kind: 'here', files: files.length > 0 ? await readFiles(context, files) : undefined };
  }
  if (process.kind === 'missing') {
    return { kind: 'elsewhere', why: processUnknown(context, process) };
  }
  const read = await readFiles(context, [hostNameFile, ...files]);
  const why = whyElsewhere(context, read, process.value);
  return why ? { kind: 'elsewhere', why } : { kind: 'here', files: read };
}

function machineAnswers(
  context: NodeContext,
  sources: readonly MachineSource[],
  read: MachineRead,
): MachineAnswers {
  const answers = sources.map((source) => [source, machineAnswer(context, source, read)]);
  // Each parser has put its own type of value under its own source.
  return Object.fromEntries(answers) as MachineAnswers;
}

function machineAnswer(
  context: NodeContext,
  source: MachineSource,
  read: MachineRead,
): Seen<unknown> | undefined {
  if (read.kind === 'elsewhere') return again(context, read.why);
  if (read.files?.kind !== 'seen') return read.files && again(context, read.files);
  const { file, parse }: { file: string; parse: (text: string) => Parsed<unknown> } =
    machineFiles[source];
  return readingOf(context, read.files.value, source, { file, parse });
}
