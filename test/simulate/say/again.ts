import { printed, type Answer } from '../../../src/simulate/say/answer.ts';
import { sayCompactionStats } from '../../../src/simulate/say/compactionstats.ts';
import { sayDescribeCluster } from '../../../src/simulate/say/describecluster.ts';
import { sayDescribeRing } from '../../../src/simulate/say/describering.ts';
import { sayCompactionThroughput } from '../../../src/simulate/say/getcompactionthroughput.ts';
import { sayGossipInfo } from '../../../src/simulate/say/gossipinfo.ts';
import { sayInfo } from '../../../src/simulate/say/info.ts';
import { sayListPendingHints } from '../../../src/simulate/say/listpendinghints.ts';
import { sayListSnapshots } from '../../../src/simulate/say/listsnapshots.ts';
import {
  sayAbortedCompactions,
  sayJavaProcess,
  saySSTableCounts,
} from '../../../src/simulate/say/mxdump.ts';
import { sayNetstats } from '../../../src/simulate/say/netstats.ts';
import { sayProxyHistograms } from '../../../src/simulate/say/proxyhistograms.ts';
import { sayStatus } from '../../../src/simulate/say/status.ts';
import { sayStatusHandoff } from '../../../src/simulate/say/statushandoff.ts';
import { sayStatusAutoCompaction } from '../../../src/simulate/say/statusautocompaction.ts';
import { sayTpstats } from '../../../src/simulate/say/tpstats.ts';
import { sayVersion } from '../../../src/simulate/say/version.ts';
import { parsers, valueOf } from '../../parse/parsers.ts';
import * as fill from './decorations.ts';

/** Reads a text and says it again, by the command that printed it. */
export const again: Readonly<Record<string, (text: string, release: string) => Answer>> = {
  status: (text, release) =>
    printed(sayStatus(valueOf(parsers.status(text)), release, fill.statusDecorations(text))),
  info: (text, release) =>
    printed(sayInfo(valueOf(parsers.info(text)), release, fill.infoDecorations(text))),
  netstats: (text, release) =>
    printed(sayNetstats(valueOf(parsers.netstats(text)), release, fill.netstatsDecorations(text))),
  gossipinfo: (text, release) =>
    printed(
      sayGossipInfo(valueOf(parsers.gossipinfo(text)), release, fill.gossipDecorations(text)),
    ),
  compactionstats: (text, release) =>
    printed(
      sayCompactionStats(valueOf(parsers.compactionstats(text)), release, {
        // Every node that was recorded at work was throttled to 1 MiB/s.
        throughputMiBPerSecond: / +n\/a$/m.test(text) ? 0 : 1,
        ...fill.compactionDecorations(text),
      }),
    ),
  tpstats: (text, release) =>
    printed(sayTpstats(valueOf(parsers.tpstats(text)), release, fill.tpstatsDecorations(text))),
  describecluster: (text, release) =>
    printed(
      sayDescribeCluster(
        valueOf(parsers.describecluster(text)),
        release,
        fill.clusterDecorations(text),
      ),
    ),
  proxyhistograms: (text, release) =>
    printed(
      sayProxyHistograms(
        valueOf(parsers.proxyhistograms(text)),
        release,
        fill.histogramDecorations(text),
      ),
    ),
  describering: (text) => {
    const schemaVersion = /^Schema Version:(.*)$/m.exec(text)?.[1] ?? '';
    return printed(sayDescribeRing(valueOf(parsers.describering(text)), { schemaVersion }));
  },
  statusautocompaction: (text, release) =>
    sayStatusAutoCompaction(valueOf(parsers.statusautocompaction(text)), release),
  statushandoff: (text, release) =>
    printed(sayStatusHandoff(valueOf(parsers.statushandoff(text)), release)),
  getcompactionthroughput: (text, release) =>
    sayCompactionThroughput(valueOf(parsers.getcompactionthroughput(text)), release),
  listpendinghints: (text, release) => {
    const parsed = parsers.listpendinghints(text);
    return sayListPendingHints(parsed.kind === 'parsed' ? parsed.value : { targets: [] }, release);
  },
  listsnapshots: (text, release) => printed(sayListSnapshots(fill.snapshotRows(text), release)),
  'sjk-mxdump--live-sstable-count': (text, release) => {
    const sumAt = beansIn(text).findIndex(({ name }) => !String(name).includes('keyspace='));
    const reading = valueOf(parsers['sjk-mxdump--live-sstable-count'](text));
    return saySSTableCounts(reading, release, sumAt);
  },
  'sjk-mxdump--aborted-compactions': (text, release) =>
    sayAbortedCompactions(valueOf(parsers['sjk-mxdump--aborted-compactions'](text)), release),
  'sjk-mxdump--runtime': (text, release) => {
    return sayJavaProcess(valueOf(parsers['sjk-mxdump--runtime'](text)), release, beansIn(text)[0]);
  },
  version: (text) => printed(sayVersion(text.trim().replace('ReleaseVersion: ', ''))),
};

function beansIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  return (JSON.parse(text) as { beans: Record<string, unknown>[] }).beans;
}

/** `status--drained.txt` is said again by status. */
export function againOf(file: string): (text: string, release: string) => Answer {
  const stem = file.replace(/\.txt$/, '');
  const found = again[stem] ?? again[stem.split('--')[0] ?? ''];
  if (!found) throw new Error(`nothing says ${file}`);
  return found;
}
