import { hostNameFile, pathsInArgv, processFile } from '../model/host-files.ts';
import type { Instant } from '../model/instant.ts';
import { isRunning, lifeAt } from './life.ts';
import { printed, type Answer } from './say/answer.ts';
import { sayControlGroup, sayProcCgroup } from './say/control-group.ts';
import { sayDf } from './say/df.ts';
import { sayDiskStats } from './say/diskstats.ts';
import { sayFiles, sayLinesOf } from './say/host-files.ts';
import { sayCpuPressure, sayPressure } from './say/pressure.ts';
import { sayProcIo } from './say/proc-io.ts';
import { sayProcThreads } from './say/proc-threads.ts';
import type { ClusterState, SimulatedNode } from './state.ts';
import { hostOf, views, type Standpoint } from './view/index.ts';

/** What the machine of a node prints; undefined for a command it does not know. */
export function hostSays(
  state: ClusterState,
  node: SimulatedNode,
  argv: readonly string[],
  now: Instant,
): Answer | undefined {
  const life = lifeAt(node, now);
  if (!life) return undefined;
  const from = { state, node, life, now };
  if (argv[0] === 'df') return printed(sayDf(views['file-systems'](from)));
  const paths = pathsInArgv(argv);
  return paths && sayFiles(filesOf(from), paths);
}

/** By path, as they are printed. */
function filesOf(from: Standpoint): ReadonlyMap<string, string> {
  const files = [...machineFiles(from), ...processFiles(from)];
  const said = files.map(([path, content]) => [path, sayLinesOf(path, content)] as const);
  return new Map([...said, ...namesAndFolders(from)]);
}

type File = readonly [path: string, content: string];

function machineFiles(from: Standpoint): readonly File[] {
  return [
    [hostNameFile, `${hostOf(from.node)}\n`],
    ['/proc/diskstats', sayDiskStats(views.disks(from))],
    ['/proc/pressure/io', sayPressure(views['io-pressure'](from))],
    ['/proc/pressure/cpu', sayCpuPressure(views['cpu-pressure'](from))],
    ['/proc/pressure/memory', sayPressure(views['memory-pressure'](from))],
  ];
}

function processFiles(from: Standpoint): readonly File[] {
  const { life, now } = from;
  if (!isRunning(life, now)) return [];
  const group = views.cgroup(from);
  return [
    [processFile(life.pid, 'io'), sayProcIo(views['process-io'](from))],
    [processFile(life.pid, 'cgroup'), sayProcCgroup(group)],
    ...sayControlGroup(group),
  ];
}

/** Of the command line the name alone, of threads the lines of all their files. */
function namesAndFolders(from: Standpoint): readonly File[] {
  const { life, now } = from;
  if (!isRunning(life, now)) return [];
  const name = processFile(life.pid, 'cmdline');
  const threads = sayProcThreads(views['compaction-threads'](from), life.pid);
  return [
    [name, `${name}\n`],
    [processFile(life.pid, 'task'), threads],
  ];
}
