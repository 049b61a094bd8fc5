import type { ControlGroup, CpuLimit, MemoryLimit } from '../../model/readings.ts';
import { sayPressure } from './pressure.ts';
import { text } from './table.ts';

const periodUs = 100_000;

/** /proc/PID/cgroup of a machine with version 2 alone. */
export function sayProcCgroup({ path }: ControlGroup): string {
  return text([`0::${path}`]);
}

/** The files of the group's folder, by their paths. */
export function sayControlGroup({
  path,
  cpu,
  memory,
  ioPressure,
}: ControlGroup): readonly (readonly [string, string])[] {
  const files = [
    ...(cpu ? cpuFiles(cpu) : [['cpu.stat', 'usage_usec 0\n'] as const]),
    ...(memory ? memoryFiles(memory) : []),
    ...(ioPressure ? [['io.pressure', sayPressure(ioPressure)] as const] : []),
  ];
  const folder = `/sys/fs/cgroup${path === '/' ? '' : path}`;
  return files.map(([name, content]) => [`${folder}/${name}`, content] as const);
}

function cpuFiles({ limitCpus, periods, throttledPeriods, throttledMs }: CpuLimit) {
  const quota = limitCpus === undefined ? 'max' : String(limitCpus * periodUs);
  const stat = [
    ...['usage_usec 0', `nr_periods ${periods}`, `nr_throttled ${throttledPeriods}`],
    `throttled_usec ${throttledMs * 1_000}`,
  ];
  return [
    ['cpu.max', text([`${quota} ${periodUs}`])],
    ['cpu.stat', text(stat)],
  ] as const;
}

function memoryFiles({ limitBytes, usedBytes, cacheBytes, limitHits, oomKills }: MemoryLimit) {
  const kills = oomKills === undefined ? [] : [`oom_kill ${oomKills}`];
  return [
    ['memory.max', text([String(limitBytes ?? 'max')])],
    ['memory.current', text([String(usedBytes)])],
    ['memory.stat', text(['anon 0', `inactive_file ${cacheBytes}`, 'active_file 0'])],
    ['memory.events', text(['low 0', 'high 0', `max ${limitHits}`, 'oom 0', ...kills])],
  ] as const;
}
