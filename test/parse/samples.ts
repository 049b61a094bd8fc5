import { readdirSync, readFileSync } from 'node:fs';
import type { Parsed } from '../../src/model/parsed.ts';
import { parseDf } from '../../src/parse/df.ts';
import { parseDiskStats } from '../../src/parse/diskstats.ts';
import { parseLogLines } from '../../src/parse/log-lines.ts';
import { nodetoolFailure } from '../../src/parse/nodetool-failure.ts';
import { parsePressure, parseCpuPressure } from '../../src/parse/pressure.ts';
import { parseProcCgroup } from '../../src/parse/proc-cgroup.ts';
import { parseProcIo } from '../../src/parse/proc-io.ts';
import { parseProcThreads } from '../../src/parse/proc-threads.ts';
import { nodetoolSays } from '../../src/simulate/nodetool.ts';
import { diskStats, machineFiles, pressure, procIo, threadLines } from '../collect/machine.ts';
import { dfText } from '../collect/healthy-answers.ts';
import { clusterOf, start } from '../simulate/simulated.ts';
import { sayLinesOf } from '../../src/simulate/say/host-files.ts';
import { groupFiles, parseControlGroup } from '../../src/parse/control-group.ts';
import { parseHostFiles } from '../../src/parse/host-files.ts';
import { parserOf, parsers, valueOf } from './parsers.ts';

/** A parser of text with what it reads when all is well. */
export interface Sampled {
  readonly name: string;
  readonly parse: (text: string) => Parsed<unknown>;
  readonly samples: readonly string[];
}

const root = new URL('../fixtures/nodetool/', import.meta.url);

/** What real nodes of 4.0 to 5.0 answered, by file name. */
const recorded = readdirSync(root).flatMap((version) =>
  readdirSync(new URL(version, root))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => [file, readFileSync(new URL(`${version}/${file}`, root), 'utf8')] as const),
);

/** In the layouts before that, as the simulated cluster prints them. */
const older = ['2.1.22', '2.2.19', '3.0.30', '3.11.19'].flatMap((release) => {
  const state = clusterOf({ release });
  const [node] = state.nodes;
  const said = (command: string) =>
    node ? nodetoolSays(state, node, command.split(' '), start).stdout : '';
  return ['status', 'info', 'netstats', 'tpstats', 'gossipinfo', 'compactionstats']
    .concat(
      'describecluster',
      'getcompactionthroughput',
      'statushandoff',
      'describering app',
      'proxyhistograms',
    )
    .map((command) => [`${command.split(' ')[0] ?? ''}--${release}.txt`, said(command)] as const);
});

const hint =
  'Host ID                              Address   Rack  DC  Status Total files Newest                  Oldest                 \n' +
  '96f2331c-48ee-4e4d-9a60-7673579b559c 10.0.0.1 rack1 dc1 DOWN   3           2026-11-29 07:10:54,700 2026-11-29 07:00:54,700\n';

const complaint =
  "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.\n" +
  'error: Node is involved in cluster membership changes.\n-- StackTrace --\n\tat java.lang.X\n';

const logged =
  'WARN  [CompactionExecutor:2] 2026-11-29 07:10:54,757 A.java:74 - not enough space\n' +
  'ERROR [CompactionExecutor:2] 2026-11-29 07:10:54,757 B.java:74 - Exception in thread\n' +
  'java.lang.RuntimeException: x\n\tat y\nCaused by: java.io.IOException: z\nINFO  [main] up\n';

const byNodetool = Object.entries(parsers).map(([name, parse]): Sampled => {
  const samples = [...recorded, ...older, ['listpendinghints--some.txt', hint] as const].flatMap(
    ([file, text]) => (parserOf(file) === parse && text !== '' ? [text] : []),
  );
  return { name, parse, samples };
});

const groupLines = [
  '0::/system.slice/cassandra.service\n',
  '4:cpu,cpuacct:/kubepods/pod1/c1\n3:memory:/kubepods/pod1/c1\n1:name=systemd:/\n0::/\n',
];

const folders = valueOf(parseProcCgroup(groupLines[0] ?? ''));

/** One text of all files of a control group, cut up again. */
function parseGroup(text: string) {
  const { texts } = parseHostFiles(text, groupFiles(folders));
  return parseControlGroup(folders, texts);
}

const groupText = groupFiles(folders)
  .map((path) => sayLinesOf(path, machineFiles[path] ?? ''))
  .join('');

export const sampled: readonly Sampled[] = [
  { name: 'df', parse: parseDf, samples: [dfText] },
  { name: 'diskstats', parse: parseDiskStats, samples: [diskStats.repeat(3)] },
  { name: 'pressure', parse: parsePressure, samples: [pressure] },
  { name: 'pressure-cpu', parse: parseCpuPressure, samples: [pressure] },
  { name: 'proc-threads', parse: parseProcThreads, samples: [threadLines] },
  { name: 'proc-io', parse: parseProcIo, samples: [procIo] },
  { name: 'proc-cgroup', parse: parseProcCgroup, samples: groupLines },
  { name: 'control-group', parse: parseGroup, samples: [groupText] },
  { name: 'log-lines', parse: parseLogLines, samples: [logged] },
  {
    name: 'nodetool-failure',
    parse: (text) => ({ kind: 'parsed', value: nodetoolFailure('', text, 1) }),
    samples: [complaint],
  },
  ...byNodetool,
];
