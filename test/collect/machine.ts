import { pathsInArgv } from '../../src/model/host-files.ts';
import type { CommandResult, RunRequest } from '../../src/ports/runner.ts';
import { sayFiles, sayLinesOf } from '../../src/simulate/say/host-files.ts';
import { exited } from '../fakes/fake-runner.ts';

export const diskStats = '   8       0 sda 10 0 20 30 40 0 50 60 0 70 80\n';
export const pressure =
  'some avg10=1.50 avg60=0.10 avg300=0.00 total=1\nfull avg10=0.50 avg60=0.10 avg300=0.00 total=1\n';
export const procIo = 'rchar: 9\nread_bytes: 4096\nwrite_bytes: 8192\n';
export const threadLines =
  '/proc/9/task/11/stat:11 (CompactionExecu) S 1\n/proc/9/task/11/schedstat:500 6 7\n';

const group = '/sys/fs/cgroup/system.slice/cassandra.service';

/** What a calm machine has, with Cassandra as its process 9, or whichever is asked for. */
export const machineFiles: Readonly<Record<string, string>> = {
  '/proc/sys/kernel/hostname': 'vm\n',
  '/proc/diskstats': diskStats,
  '/proc/pressure/io': pressure,
  '/proc/pressure/cpu': 'some avg10=12.00 avg60=0.10 avg300=0.00 total=1\n',
  '/proc/pressure/memory': pressure,
  '/proc/9/io': procIo,
  '/proc/9/cgroup': '0::/system.slice/cassandra.service\n',
  [`${group}/cpu.max`]: '150000 100000\n',
  [`${group}/cpu.stat`]:
    'usage_usec 9\nnr_periods 200\nnr_throttled 20\nthrottled_usec 3000\nnr_bursts 0\n',
  [`${group}/io.pressure`]: pressure,
  [`${group}/memory.max`]: '1000000\n',
  [`${group}/memory.current`]: '900000\n',
  [`${group}/memory.stat`]: 'anon 1\ninactive_file 100000\nactive_file 50000\n',
  [`${group}/memory.events`]: 'low 0\nhigh 0\nmax 7\noom 1\noom_kill 1\n',
};

/** As find and grep print them. */
export const printedFiles: ReadonlyMap<string, string> = new Map([
  ...Object.entries(machineFiles).map(([path, text]) => [path, sayLinesOf(path, text)] as const),
  ['/proc/9/cmdline', '/proc/9/cmdline\n'],
  ['/proc/9/task', threadLines],
]);

/** Answers the command that reads files; undefined in `change`: there is no such file. */
export function machineWith(change: Readonly<Record<string, string | undefined>> = {}) {
  const said = new Map(printedFiles);
  for (const [path, text] of Object.entries(change)) {
    if (text === undefined) said.delete(path);
    else said.set(path, sayLinesOf(path, text));
  }
  return ({ argv }: RunRequest): CommandResult => {
    const [ofProcess = '/proc/9/'] = /\/proc\/\d+\//.exec(argv.join(' ')) ?? [];
    const paths = pathsInArgv(argv) ?? [];
    const asked = paths.map((path) => path.replace(ofProcess, '/proc/9/'));
    const { code, stdout, stderr } = sayFiles(said, asked);
    return exited(stdout.replaceAll('/proc/9/', ofProcess), code, stderr);
  };
}

/** The rule of `fakeRunner` for it. */
export const filesCommand = 'find -maxdepth grep -aH';
