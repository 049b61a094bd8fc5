import type { Detector } from '../model/detector.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { gossipOf, rowOf, votersOf } from '../model/peers-view.ts';
import type { GossipEndpoint, RingStatusRow } from '../model/readings.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { listed } from './wording.ts';

/** Two live nodes that tell different things about a third. */
export const gossipDisagreement: Detector = {
  id: 'gossip-disagreement',
  title: 'live nodes that disagree whether a node is up, or about its host id, rack or release',
  needs: ['status', 'info', 'gossipinfo'],
  follows: [],
  ends: ['status', 'info', 'gossipinfo'],
  detect(series) {
    const voters = votersOf(series);
    const notJudged = notAsked(series, 'gossipinfo') ?? notAsked(series, 'status');
    return {
      detector: 'gossip-disagreement',
      findings: subjectsOf(series, voters).flatMap((node) =>
        aspects.flatMap((aspect) => judge(series, voters, node, aspect)),
      ),
      missing: missingSources(series, ['status', 'gossipinfo']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

interface Aspect {
  readonly state: string;
  readonly words: string;
  readonly severity: Severity;
  /** Undefined: this voter does not say. */
  says(row: RingStatusRow | undefined, gossip: GossipEndpoint | undefined): string | undefined;
}

const aspects: readonly Aspect[] = [
  {
    state: 'LIVENESS',
    words: 'whether it is up',
    severity: 'warning',
    says: (row) => (row && row.liveness !== 'unknown' ? row.liveness.toUpperCase() : undefined),
  },
  {
    state: 'MEMBERSHIP',
    words: 'whether it is in the ring',
    severity: 'warning',
    says: (row) => (row ? 'in the ring' : 'not in the ring'),
  },
  {
    state: 'HOST-ID',
    words: 'its host id',
    severity: 'critical',
    says: (row, gossip) => gossip?.hostId ?? row?.hostId,
  },
  {
    state: 'PLACE',
    words: 'its data centre and rack',
    severity: 'critical',
    says: (row) => row && `${row.dc}/${row.rack}`,
  },
  {
    state: 'RELEASE',
    words: 'its release',
    severity: 'warning',
    says: (_row, gossip) => gossip?.releaseVersion,
  },
];

function subjectsOf(series: Series, voters: readonly string[]): readonly string[] {
  const seen = voters.flatMap((voter) => latestValue(series, voter, 'status')?.rows ?? []);
  return [...new Set([...addressesOf(series), ...seen.map((row) => row.address)])];
}

function judge(
  series: Series,
  voters: readonly string[],
  node: string,
  aspect: Aspect,
): readonly Finding[] {
  const words = wordsOf(series, voters, node, aspect);
  if (words.size < 2) return [];
  const told = [...words].map(([value, by]) => `${value} (${listed(by)})`);
  return [
    {
      detector: 'gossip-disagreement',
      state: aspect.state,
      severity: aspect.severity,
      node,
      summary: `live nodes disagree about ${aspect.words}: ${told.join(' against ')}`,
      evidence: [...words].map(([value, by]) => ({ what: `said by ${listed(by)}`, value })),
      advice: [...words.values()].map((by) => `nodetool -h ${by[0] ?? node} gossipinfo`),
    },
  ];
}

/** What is said about the node, with who says it. */
function wordsOf(
  series: Series,
  voters: readonly string[],
  node: string,
  aspect: Aspect,
): ReadonlyMap<string, readonly string[]> {
  const told = voters.flatMap((voter) => {
    const word = aspect.says(rowOf(series, voter, node), gossipOf(series, voter, node));
    return word === undefined ? [] : [{ word, voter }];
  });
  const groups = groupBy(told, ({ word }) => word);
  return new Map([...groups].map(([word, by]) => [word, by.map(({ voter }) => voter)]));
}
