import { logOf, nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources } from './missing-sources.ts';
import { riseIn, withoutTwo, type Rise } from './rise.ts';
import { counted } from '../model/counted.ts';
import { lastedText } from '../model/lasted.ts';
import { rounded } from './wording.ts';

/**
 * Writers that wait on the node before a write is acknowledged: the early sign of writes that fail. With
 * periodic sync (the default) nobody waits for the commit log before a sync is 1.5 periods late, 15 s as
 * shipped; with batch and group sync everybody does, so a wait must also be long.
 */
export const writePath: Detector = {
  id: 'write-path',
  title: 'writers that wait for the commit log or for memtable space',
  needs: ['write-path'],
  follows: [],
  ends: ['write-path'],
  detect(series) {
    const notJudged = withoutTwo(series, 'write-path');
    return {
      detector: 'write-path',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['write-path']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** Long for a sync, and a twentieth of the 2 s that a coordinator waits for a write by default. */
const longWaitMs = 100;
/** Half of those 2 s: writes are about to fail. */
const failingWaitMs = 1_000;

function judgeNode(series: Series, node: string): readonly Finding[] {
  const commits = riseIn(series, node, 'write-path', (one) => one.commitWaits);
  const memtables = riseIn(series, node, 'write-path', (one) => one.memtableWaits);
  const p95Ms = latestValue(series, node, 'write-path')?.commitWaitP95Ms ?? 0;
  return [
    ...(commits && commits.rise > 0 && p95Ms >= longWaitMs
      ? [commitLogFinding(node, commits, p95Ms)]
      : []),
    ...(memtables && memtables.rise > 0 ? [memtableFinding(node, memtables)] : []),
  ];
}

/** One a second: a single wait among millions of writes is worth knowing at most. */
function isOften({ rise, spanMs }: Rise): boolean {
  return rise * 1_000 >= spanMs;
}

function commitLogFinding(node: string, seen: Rise, p95Ms: number): Finding {
  const { rise, spanMs, samples } = seen;
  return {
    detector: 'write-path',
    state: 'COMMIT-LOG',
    severity: !isOften(seen) ? 'info' : p95Ms >= failingWaitMs ? 'critical' : 'warning',
    node,
    summary: `${counted(rise, 'writer')} waited for the commit log in ${lastedText(spanMs)}, one in twenty ${rounded(p95Ms)} ms or longer`,
    evidence: [
      { what: 'waits for a sync', value: rise, limit: 0 },
      {
        what: 'wait p95 of the last minutes',
        value: rounded(p95Ms),
        unit: 'ms',
        limit: longWaitMs,
      },
      { what: 'waits since the node started', value: samples.at(-1)?.value ?? 0, samples },
    ],
    advice: [
      'iostat -x 5 on the host: how long does the device of commitlog_directory take?',
      nodetoolOn(node, 'tpstats'),
      logOf(node),
    ],
  };
}

function memtableFinding(node: string, seen: Rise): Finding {
  const { rise, spanMs, samples } = seen;
  return {
    detector: 'write-path',
    state: 'MEMTABLE',
    severity: isOften(seen) ? 'warning' : 'info',
    node,
    summary: `${counted(rise, 'write')} waited for memtable space in ${lastedText(spanMs)}: flushes do not keep up`,
    evidence: [
      { what: 'waits for memtable space', value: rise, limit: 0 },
      { what: 'since the node started', value: samples.at(-1)?.value ?? 0, samples },
    ],
    advice: [
      nodetoolOn(node, 'tpstats'),
      'iostat -x 5 on the host: is the device of the data busy?',
    ],
  };
}
