import type { CompactionThreads } from '../../model/readings.ts';
import { text } from './table.ts';

type Thread = CompactionThreads['threads'][number];

/** `find /proc/PID/task ... -exec grep -H . {} +`: the main thread, then those that compact. */
export function sayProcThreads({ threads }: CompactionThreads, pid: number): string {
  const main = { tid: pid, name: 'java', state: 'S', cpuNs: 0 };
  return text([main, ...threads].flatMap((thread) => linesOf(thread, pid)));
}

function linesOf({ tid, name, state, cpuNs }: Thread, pid: number): readonly string[] {
  const folder = `/proc/${pid}/task/${tid}`;
  const ids = `1 ${pid} ${pid} 0 -1 4194304`;
  const rest = new Array<number>(43).fill(0).join(' ');
  return [
    `${folder}/schedstat:${cpuNs} 0 1`,
    `${folder}/stat:${tid} (${name}) ${state} ${ids} ${rest}`,
  ];
}
