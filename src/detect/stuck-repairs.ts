import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { lastedText } from '../model/lasted.ts';
import type { RepairSessions } from '../model/readings.ts';
import { addressesOf, latestOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';

/**
 * Sessions of incremental repair that nothing moves any more. Their SSTables are set apart until a session
 * ends, and are not compacted with the others.
 */
export const stuckRepairs: Detector = {
  id: 'stuck-repairs',
  title: 'sessions of incremental repair that do not end',
  needs: ['repair-sessions'],
  follows: [],
  detect(series) {
    const notJudged = notAsked(series, 'repair-sessions');
    return {
      detector: 'stuck-repairs',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['repair-sessions']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

type Session = RepairSessions['sessions'][number];

/** Half of the day without news after which Cassandra itself gives most of them up (LocalSessions, 4.0 to 5.0). */
const silentMs = 12 * 3_600_000;

function judgeNode(series: Series, node: string): readonly Finding[] {
  const seen = latestOf(series, node, 'repair-sessions');
  if (seen?.kind !== 'seen') return [];
  const silent = seen.value.sessions
    .filter(({ isOpen, lastUpdateMs }) => isOpen && seen.at - lastUpdateMs >= silentMs)
    .toSorted((a, b) => a.lastUpdateMs - b.lastUpdateMs);
  const [oldest] = silent;
  return oldest ? [toFinding(node, silent, oldest, seen.at - oldest.lastUpdateMs)] : [];
}

function toFinding(
  node: string,
  silent: readonly Session[],
  oldest: Session,
  sinceMs: number,
): Finding {
  return {
    detector: 'stuck-repairs',
    // A restart neither helps nor hurts them, so no roll is held.
    severity: 'info',
    node,
    summary: `${silent.length} open repair sessions without news, the oldest for ${lastedText(sinceMs)}`,
    evidence: [
      { what: 'open and silent', value: silent.length, limit: 0 },
      { what: 'oldest', value: oldest.id },
      { what: 'its coordinator', value: oldest.coordinator },
      { what: 'silent for', value: lastedText(sinceMs), limit: lastedText(silentMs) },
    ],
    advice: [
      nodetoolOn(node, 'repair_admin', 'list'),
      nodetoolOn(oldest.coordinator, 'repair_admin', 'cancel', '--session', oldest.id),
    ],
  };
}
