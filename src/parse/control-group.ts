import type { Parsed } from '../model/parsed.ts';
import type { ControlGroup, CpuLimit, MemoryLimit } from '../model/readings.ts';
import { parsePressure } from './pressure.ts';
import type { GroupFolder, GroupFolders } from './proc-cgroup.ts';
import { wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/** Kernel's Documentation/admin-guide/cgroup-v2.rst; v1: scheduler/sched-bwc.rst and cgroup-v1/memory.rst. */
const cpuFiles = {
  1: ['cpu.stat', 'cpu.cfs_quota_us', 'cpu.cfs_period_us'],
  2: ['cpu.stat', 'cpu.max', 'io.pressure'],
} as const;
const memoryFiles = {
  1: ['memory.stat', 'memory.limit_in_bytes', 'memory.usage_in_bytes', 'memory.failcnt'].concat(
    'memory.oom_control',
  ),
  2: ['memory.stat', 'memory.max', 'memory.current', 'memory.events'],
} as const;

/** All that `parseControlGroup` reads. */
export function groupFiles({ cpu, memory }: GroupFolders): readonly string[] {
  const filesIn = (folder: GroupFolder | undefined, names: readonly string[]) =>
    folder?.paths.flatMap((path) => names.map((name) => `${path}/${name}`)) ?? [];
  return [
    ...filesIn(cpu, cpuFiles[cpu?.version ?? 2]),
    ...filesIn(memory, memoryFiles[memory?.version ?? 2]),
  ];
}

/** By their paths. What a kernel does not offer, or a group does not limit, has no file. */
export function parseControlGroup(
  { path, cpu, memory }: GroupFolders,
  texts: ReadonlyMap<string, string>,
): Parsed<ControlGroup> {
  return reading(() => {
    const ofCpu = filesOf(cpu, 'cpu.stat', texts);
    const ofMemory = filesOf(memory, 'memory.stat', texts);
    const pressure = ofCpu('io.pressure');
    return {
      path,
      cpu: cpu?.version === 1 ? cpuOf1(ofCpu) : cpuOf2(ofCpu),
      memory: memory?.version === 1 ? memoryOf1(ofMemory) : memoryOf2(ofMemory),
      ioPressure: pressure === undefined ? undefined : pressureIn(pressure),
    };
  });
}

type Files = (name: string) => string | undefined;

/** Those of the first folder in which there is `mark`. */
function filesOf(
  folder: GroupFolder | undefined,
  mark: string,
  texts: ReadonlyMap<string, string>,
): Files {
  const path = folder?.paths.find((each) => texts.has(`${each}/${mark}`));
  return (name) => (path === undefined ? undefined : texts.get(`${path}/${name}`));
}

function cpuOf2(file: Files): CpuLimit | undefined {
  const max = file('cpu.max');
  if (max === undefined) return undefined;
  const line = onlyLine(max);
  const cell = groupsOf(/^(?<quota>max|\d+) (?<period>\d+)$/, line, 'not the line of cpu.max');
  const stat = countsIn(file('cpu.stat'));
  return {
    limitCpus: cell('quota') === 'max' ? undefined : ratioOf(cell('quota'), cell('period'), line),
    periods: stat('nr_periods'),
    throttledPeriods: stat('nr_throttled'),
    throttledMs: stat('throttled_usec') / 1e3,
  };
}

function cpuOf1(file: Files): CpuLimit | undefined {
  const quota = file('cpu.cfs_quota_us');
  if (quota === undefined) return undefined;
  const line = onlyLine(quota);
  const period = onlyLine(file('cpu.cfs_period_us') ?? '');
  const stat = countsIn(file('cpu.stat'));
  return {
    limitCpus: line === '-1' ? undefined : ratioOf(line, period, line),
    periods: stat('nr_periods'),
    throttledPeriods: stat('nr_throttled'),
    throttledMs: stat('throttled_time') / 1e6,
  };
}

function ratioOf(quota: string, period: string, line: string): number {
  const ofPeriod = wholeOf(period, line);
  if (ofPeriod === 0) unreadable(line, 'a period of no time');
  return wholeOf(quota, line) / ofPeriod;
}

function memoryOf2(file: Files): MemoryLimit | undefined {
  const max = file('memory.max');
  if (max === undefined) return undefined;
  const line = onlyLine(max);
  const [stat, events] = [countsIn(file('memory.stat')), countsIn(file('memory.events'))];
  return {
    limitBytes: line === 'max' ? undefined : wholeOf(line, line),
    usedBytes: countOf(file('memory.current')),
    cacheBytes: stat('active_file') + stat('inactive_file'),
    limitHits: events('max'),
    oomKills: events.has('oom_kill') ? events('oom_kill') : undefined,
  };
}

/** Version 1 has a number for no limit: as many pages as a `long` has place for bytes. */
const noLimitFrom = 2 ** 60;

function memoryOf1(file: Files): MemoryLimit | undefined {
  const text = file('memory.limit_in_bytes');
  if (text === undefined) return undefined;
  const limit = countOf(text);
  const [stat, oom] = [countsIn(file('memory.stat')), countsIn(file('memory.oom_control'))];
  return {
    limitBytes: limit >= noLimitFrom ? undefined : limit,
    usedBytes: countOf(file('memory.usage_in_bytes')),
    cacheBytes: stat('total_active_file') + stat('total_inactive_file'),
    limitHits: countOf(file('memory.failcnt')),
    oomKills: oom.has('oom_kill') ? oom('oom_kill') : undefined,
  };
}

/** `name count` in each line. */
function countsIn(text: string | undefined) {
  const lines = linesOf(text ?? '');
  const lineOf = (name: string) => lines.find((each) => each.startsWith(`${name} `));
  const count = (name: string) => {
    const line = lineOf(name) ?? '';
    return wholeOf(groupsOf(/^\w+ (?<count>\d+)$/, line, `no line "${name}"`)('count'), line);
  };
  return Object.assign(count, { has: (name: string) => lineOf(name) !== undefined });
}

function countOf(text: string | undefined): number {
  const line = onlyLine(text ?? '');
  return wholeOf(line, line);
}

function onlyLine(text: string): string {
  return linesOf(text)[0] ?? '';
}

function pressureIn(text: string): ControlGroup['ioPressure'] {
  const parsed = parsePressure(text);
  return parsed.kind === 'parsed' ? parsed.value : unreadable(parsed.line, parsed.why);
}
