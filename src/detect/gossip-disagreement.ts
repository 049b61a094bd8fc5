import { nodetoolOn } from '../model/advice.ts';
import { byAddress } from '../model/by-address.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { likeMinded, votersOf, type LikeMinded } from '../model/peers-view.ts';
import type { GossipEndpoint, RingStatusRow } from '../model/readings.ts';
import { addressesOf } from '../model/series.ts';
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
  isOfMoment: true,
  detect(series) {
    const notJudged = notAsked(series, 'gossipinfo') ?? notAsked(series, 'status');
    return {
      detector: 'gossip-disagreement',
      findings: disagreements(series),
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

/** Where all are of one mind, nobody disagrees. */
function disagreements(series: Series): readonly Finding[] {
  const groups = likeMinded(series);
  if (groups.length < 2) return [];
  const voters = votersOf(series);
  return subjectsOf(series, groups).flatMap((node) =>
    aspects.flatMap((aspect) => judge(wordsOf(groups, voters, node, aspect), node, aspect)),
  );
}

/** Whom the like-minded know of; nobody else can be disagreed about. */
function subjectsOf(series: Series, groups: readonly LikeMinded[]): readonly string[] {
  const seen = groups.flatMap(({ rows }) => rows.addresses);
  return [...new Set([...addressesOf(series), ...seen])];
}

type Words = ReadonlyMap<string, readonly string[]>;

function judge(words: Words, node: string, aspect: Aspect): readonly Finding[] {
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
      advice: [...words.values()].map((by) => nodetoolOn(by[0] ?? node, 'gossipinfo')),
    },
  ];
}

/** What is said about the node, with who says it; nothing where all say the same. */
function wordsOf(
  groups: readonly LikeMinded[],
  voters: readonly string[],
  node: string,
  aspect: Aspect,
): Words {
  const told = groups.flatMap(({ voters: by, rows, gossip }) => {
    const word = aspect.says(rows.get(node), byAddress(gossip).get(node));
    return word === undefined ? [] : [{ word, by }];
  });
  if (new Set(told.map(({ word }) => word)).size < 2) return new Map();
  const wordOf = new Map(told.flatMap(({ word, by }) => by.map((voter) => [voter, word] as const)));
  return groupBy(
    voters.filter((voter) => wordOf.has(voter)),
    (voter) => wordOf.get(voter) ?? '',
  );
}
