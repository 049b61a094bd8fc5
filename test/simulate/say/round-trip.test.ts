import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ControlGroup } from '../../../src/model/readings.ts';
import { groupFiles, parseControlGroup } from '../../../src/parse/control-group.ts';
import { parseHostFiles } from '../../../src/parse/host-files.ts';
import { parseProcCgroup } from '../../../src/parse/proc-cgroup.ts';
import { sayControlGroup, sayProcCgroup } from '../../../src/simulate/say/control-group.ts';
import { sayLinesOf } from '../../../src/simulate/say/host-files.ts';
import type { Parsed } from '../../../src/model/parsed.ts';
import { parseDf } from '../../../src/parse/df.ts';
import { parseDiskStats } from '../../../src/parse/diskstats.ts';
import { parseLogLines } from '../../../src/parse/log-lines.ts';
import { parseCpuPressure, parsePressure } from '../../../src/parse/pressure.ts';
import { parseProcThreads } from '../../../src/parse/proc-threads.ts';
import { parseThreadDump } from '../../../src/parse/thread-dump.ts';
import type { Answer } from '../../../src/simulate/say/answer.ts';
import { sayCompactionStats } from '../../../src/simulate/say/compactionstats.ts';
import { sayDescribeCluster } from '../../../src/simulate/say/describecluster.ts';
import { sayDescribeRing } from '../../../src/simulate/say/describering.ts';
import { sayDf } from '../../../src/simulate/say/df.ts';
import { sayDiskStats } from '../../../src/simulate/say/diskstats.ts';
import { sayCompactionThroughput } from '../../../src/simulate/say/getcompactionthroughput.ts';
import { sayGossipInfo } from '../../../src/simulate/say/gossipinfo.ts';
import { sayInfo } from '../../../src/simulate/say/info.ts';
import { sayListPendingHints } from '../../../src/simulate/say/listpendinghints.ts';
import { sayLog } from '../../../src/simulate/say/log.ts';
import {
  sayAbortedCompactions,
  sayJavaProcess,
  saySSTableCounts,
} from '../../../src/simulate/say/mxdump.ts';
import { sayNetstats } from '../../../src/simulate/say/netstats.ts';
import { sayCpuPressure, sayPressure } from '../../../src/simulate/say/pressure.ts';
import { sayProcThreads } from '../../../src/simulate/say/proc-threads.ts';
import { sayProxyHistograms } from '../../../src/simulate/say/proxyhistograms.ts';
import { sayStatus } from '../../../src/simulate/say/status.ts';
import { sayStatusHandoff } from '../../../src/simulate/say/statushandoff.ts';
import { sayStatusAutoCompaction } from '../../../src/simulate/say/statusautocompaction.ts';
import { sayThreadDump } from '../../../src/simulate/say/thread-dump.ts';
import { sayTpstats } from '../../../src/simulate/say/tpstats.ts';
import { parsers, valueOf } from '../../parse/parsers.ts';
import { clusterDescriptions } from '../arbitrary/cluster-description.ts';
import { compactionStats } from '../arbitrary/compaction-stats.ts';
import { gossipInfos } from '../arbitrary/gossip-info.ts';
import {
  compactionStacks,
  compactionThreads,
  controlGroups,
  cpuPressures,
  diskCounters,
  fileSystems,
  pressures,
} from '../arbitrary/host-readings.ts';
import { releasesFrom } from '../arbitrary/names.ts';
import { logTails } from '../arbitrary/log-tails.ts';
import { netStats } from '../arbitrary/net-stats.ts';
import { nodeInfos } from '../arbitrary/node-info.ts';
import { ringStatuses } from '../arbitrary/ring-status.ts';
import {
  compactionThroughputs,
  abortedCompactions,
  handoffs,
  clientRequests,
  javaProcesses,
  pendingHints,
} from '../arbitrary/small-readings.ts';
import { autoCompactions, sstableCounts } from '../arbitrary/table-readings.ts';
import { threadPools } from '../arbitrary/thread-pools.ts';
import { tokenRanges } from '../arbitrary/token-ranges.ts';

/** What is said of a reading is read as that reading, in every release that has the command. */
function roundTrip<T>(
  command: string,
  first: readonly [major: number, minor: number],
  arbitrary: (release: string) => fc.Arbitrary<T>,
  say: (reading: T, release: string) => string,
  parse: (text: string) => Parsed<T>,
): void {
  describe(command, () => {
    test.each(releasesFrom(...first))('of %s is read as it was meant', (release) => {
      fc.assert(
        fc.property(arbitrary(release), (reading) => {
          expect(valueOf(parse(say(reading, release)))).toEqual(reading);
        }),
      );
    });
  });
}

/** The text of an answer that must not be a failure. */
function stdoutOf({ code, stdout, stderr }: Answer): string {
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
}

const all = [2, 1] as const;
roundTrip('status', all, ringStatuses, sayStatus, parsers.status);
roundTrip('info', all, nodeInfos, sayInfo, parsers.info);
roundTrip('netstats', all, netStats, sayNetstats, parsers.netstats);
roundTrip('gossipinfo', all, gossipInfos, sayGossipInfo, parsers.gossipinfo);
roundTrip('compactionstats', all, compactionStats, sayCompactionStats, parsers.compactionstats);
roundTrip('tpstats', all, threadPools, sayTpstats, parsers.tpstats);
roundTrip('describecluster', all, clusterDescriptions, sayDescribeCluster, parsers.describecluster);
roundTrip('describering', all, tokenRanges, (ring) => sayDescribeRing(ring), parsers.describering);
roundTrip(
  'proxyhistograms',
  all,
  clientRequests,
  (requests, release) => sayProxyHistograms(requests, release),
  parsers.proxyhistograms,
);
roundTrip(
  'statusautocompaction -a',
  [4, 0],
  autoCompactions,
  (reading, release) => stdoutOf(sayStatusAutoCompaction(reading, release)),
  parsers.statusautocompaction,
);
roundTrip(
  'listpendinghints',
  [4, 1],
  pendingHints,
  (reading, release) => stdoutOf(sayListPendingHints(reading, release)),
  parsers.listpendinghints,
);
roundTrip(
  'statushandoff',
  all,
  (release) => handoffs(release, fc.constant(undefined)),
  sayStatusHandoff,
  parsers.statushandoff,
);
roundTrip(
  'getcompactionthroughput, with -d where it asks for it',
  all,
  compactionThroughputs,
  (reading, release) => {
    const rounded = sayCompactionThroughput(reading, release);
    if (rounded.code === 0) return rounded.stdout;
    expect(rounded.stderr).toMatch(/Use the -d flag/);
    return stdoutOf(sayCompactionThroughput(reading, release, '-d'));
  },
  parsers.getcompactionthroughput,
);
roundTrip(
  'sjk mxdump of SSTable counts',
  [4, 0],
  sstableCounts,
  (reading, release) => stdoutOf(saySSTableCounts(reading, release)),
  parsers['sjk-mxdump--live-sstable-count'],
);
roundTrip(
  'sjk mxdump of the JVM',
  [4, 0],
  javaProcesses,
  (reading, release) => stdoutOf(sayJavaProcess(reading, release)),
  parsers['sjk-mxdump--runtime'],
);

roundTrip(
  'sjk mxdump of the counters of compactions',
  [4, 0],
  abortedCompactions,
  (reading, release) => stdoutOf(sayAbortedCompactions(reading, release)),
  parsers['sjk-mxdump--aborted-compactions'],
);

roundTrip(
  'sjk mx of the thread dump',
  [4, 0],
  compactionStacks,
  (reading, release) => stdoutOf(sayThreadDump(reading, release)),
  parseThreadDump,
);

const anyHost = [5, 0] as const;
roundTrip('/proc/diskstats', anyHost, diskCounters, sayDiskStats, parseDiskStats);
roundTrip('/proc/pressure/io', anyHost, pressures, sayPressure, parsePressure);
roundTrip('/proc/pressure/cpu', anyHost, cpuPressures, sayCpuPressure, parseCpuPressure);
roundTrip('the files of a control group', anyHost, controlGroups, sayGroup, parseGroup);
roundTrip('system.log', anyHost, logTails, sayLog, parseLogLines);
roundTrip('df -P -k', anyHost, fileSystems, sayDf, parseDf);
roundTrip(
  '/proc/PID/task',
  anyHost,
  compactionThreads,
  (reading) => sayProcThreads(reading, 1),
  parseProcThreads,
);

/** Both of its files under one text, as they come in one answer. */
function sayGroup(group: ControlGroup): string {
  const files = [['/proc/9/cgroup', sayProcCgroup(group)] as const, ...sayControlGroup(group)];
  return files.map(([path, content]) => sayLinesOf(path, content)).join('');
}

function parseGroup(text: string): Parsed<ControlGroup> {
  const own = '/proc/9/cgroup';
  const folders = valueOf(parseProcCgroup(parseHostFiles(text, [own]).texts.get(own) ?? ''));
  return parseControlGroup(folders, parseHostFiles(text, groupFiles(folders)).texts);
}
