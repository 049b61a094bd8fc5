import type { Instant } from '../model/instant.ts';
import { isRunning, lifeAt } from './life.ts';
import { printed, type Answer } from './say/answer.ts';
import { sayCommandLine } from './say/command-line.ts';
import { sayDf } from './say/df.ts';
import { sayDiskStats } from './say/diskstats.ts';
import { sayHostName } from './say/host-name.ts';
import { sayPressureIo } from './say/pressure-io.ts';
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
  const line = argv.join(' ');
  if (line === 'uname -n') return printed(sayHostName(hostOf(node)));
  if (!life) return undefined;
  const from = { state, node, life, now };
  if (line.startsWith('df ')) return printed(sayDf(views['file-systems'](from)));
  if (line.startsWith('cat /proc/diskstats')) {
    return printed(sayDiskStats(views.disks(from)) + sayPressureIo(views['io-pressure'](from)));
  }
  return line.includes(`/proc/${life.pid}/`) ? processSays(from, line) : undefined;
}

function processSays(from: Standpoint, line: string): Answer | undefined {
  if (!isRunning(from.life, from.now)) {
    return { code: 1, stdout: '', stderr: 'No such file or directory\n' };
  }
  if (line.endsWith('/cmdline')) return printed(sayCommandLine());
  if (line.endsWith('/io')) return printed(sayProcIo(views['process-io'](from)));
  if (!line.startsWith('find ')) return undefined;
  return printed(sayProcThreads(views['compaction-threads'](from), from.life.pid));
}
