import type { Detector } from '../model/detector.ts';
import type { Finding, MissingSource } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { releaseOf } from '../model/release-of.ts';
import type { Series } from '../model/snapshot.ts';
import { liveNodes } from './live-nodes.ts';
import { missingOf } from './missing-sources.ts';
import { listed } from './wording.ts';

/** Meant to be so while a cluster is rolled, and easily forgotten where a roll ended half-way: worth a word, no trouble. */
export const mixedReleases: Detector = {
  id: 'mixed-releases',
  title: 'live nodes that run different releases',
  needs: ['cql-local', 'gossipinfo', 'status', 'info'],
  follows: ['cql-local'],
  detect(series) {
    const live = liveNodes(series);
    const releases = new Map(live.map((node) => [node, releaseOf(series, node)]));
    const unknown = live.filter((node) => releases.get(node) === undefined);
    return {
      detector: 'mixed-releases',
      findings: mixed(releases),
      missing: unknown.flatMap((node) => notKnown(series, node)),
    };
  },
};

function mixed(releases: ReadonlyMap<string, string | undefined>): readonly Finding[] {
  const byRelease = [...groupBy([...releases], ([, release]) => release)].flatMap(
    ([release, of]) =>
      release === undefined ? [] : [[release, listed(of.map(([node]) => node))] as const],
  );
  if (byRelease.length < 2) return [];
  const told = byRelease.map(([release, names]) => `${release} on ${names}`);
  return [
    {
      detector: 'mixed-releases',
      severity: 'info',
      node: 'cluster',
      summary: `${byRelease.length} releases side by side: ${told.join('; ')}`,
      evidence: byRelease.map(([release, names]) => ({ what: `runs ${release}`, value: names })),
      advice: [
        'finish the roll, or take it back; where it was begun, ringward upgrade status says how it stands',
        'until all nodes run one release: no change of the schema, repair, bootstrap or decommission',
      ],
    },
  ];
}

/** Asked for in vain; of a way that was left out nothing was asked. */
function notKnown(series: Series, node: string): readonly MissingSource[] {
  return missingOf(series, node, ['cql-local']).filter(({ why }) => why !== 'not-asked');
}
