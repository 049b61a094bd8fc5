import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import type { Limits } from '../model/limits.ts';
import { gossipOf, votersOf } from '../model/peers-view.ts';
import { latestOf, latestValue, spanMs } from '../model/series.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf, type Series, type Snapshot } from '../model/snapshot.ts';
import { liveNodes } from './live-nodes.ts';
import { listed } from './wording.ts';

/**
 * More than one schema version among live nodes of the same release. Nodes of two releases have
 * two versions for as long as the cluster is mixed: that is expected and no finding.
 */
export const schemaDisagreement: Detector = {
  id: 'schema-disagreement',
  title: 'more than one schema version among nodes of one release',
  needs: ['cql-local', 'gossipinfo', 'describecluster', 'status', 'info'],
  follows: ['cql-local'],
  isOfMoment: true,
  detect(series, limits) {
    const schemas = schemasOf(series);
    const unknown = liveNodes(series).filter((node) => !schemas.some((one) => one.node === node));
    return {
      detector: 'schema-disagreement',
      findings: disagreements(schemas).map((group) => toFinding(series, group, limits)),
      missing: unknown.map((node) => notKnown(series, node)),
    };
  },
};

interface NodeSchema {
  readonly node: string;
  readonly release: string;
  readonly version: string;
}

/** All nodes of one release that do not agree. */
function disagreements(schemas: readonly NodeSchema[]): readonly (readonly NodeSchema[])[] {
  const byRelease = groupBy(schemas, (one) => one.release);
  return [...byRelease.values()].filter(
    (group) => new Set(group.map((one) => one.version)).size > 1,
  );
}

function schemasOf(series: Series): readonly NodeSchema[] {
  return liveNodes(series).flatMap((node) => schemaOf(series, node) ?? []);
}

/** The node's own word first, then gossip, then describecluster of whoever answers. */
function schemaOf(series: Series, node: string): NodeSchema | undefined {
  const own = latestValue(series, node, 'cql-local');
  if (own) return { node, release: own.releaseVersion, version: own.schemaVersion };
  for (const voter of votersOf(series)) {
    const gossip = gossipOf(series, voter, node);
    const version = gossip?.schema ?? describedVersion(series, voter, node);
    if (version) return { node, release: gossip?.releaseVersion ?? 'unknown release', version };
  }
  return undefined;
}

function describedVersion(series: Series, voter: string, node: string): string | undefined {
  const described = latestValue(series, voter, 'describecluster')?.schemaVersions ?? [];
  return described.find((one) => one.addresses.includes(node))?.version;
}

function notKnown(series: Series, node: string) {
  const seen = latestOf(series, node, 'cql-local');
  const detail = seen?.kind === 'missing' ? seen.detail : 'was not asked';
  return {
    node,
    source: 'cql-local',
    why: seen?.kind === 'missing' ? seen.why : 'failed',
    detail: `${detail}; gossip does not know its schema version either`,
  } as const;
}

function toFinding(series: Series, group: readonly NodeSchema[], limits: Limits): Finding {
  const byVersion = [...groupBy(group, (one) => one.version)];
  const nodes = group.map((one) => one.node);
  const lastedMs = disagreementMs(series, nodes);
  const release = group[0]?.release ?? 'unknown release';
  return {
    detector: 'schema-disagreement',
    severity: lastedMs >= limits.schemaWaitMs ? 'critical' : 'warning',
    node: 'cluster',
    subject: release,
    summary: `${byVersion.length} schema versions among ${group.length} nodes of ${release}`,
    evidence: [
      ...byVersion.map(([version, of]) => ({
        what: `version ${version}`,
        value: listed(of.map((one) => one.node)),
      })),
      {
        what: 'seen for',
        value: Math.round(lastedMs / 1000),
        unit: 's',
        limit: limits.schemaWaitMs / 1000,
      },
      ...unreachableEvidence(series),
    ],
    advice: [
      ...nodes.slice(0, 1).map((node) => nodetoolOn(node, 'describecluster')),
      'change no schema until it agrees again',
    ],
  };
}

/** How long the nodes' own words have differed without a break, up to the newest look. */
function disagreementMs(series: Series, nodes: readonly string[]): number {
  const asked = series.filter((snapshot) => ownVersions(snapshot, nodes).length > 0);
  const lastAgreed = asked.findLastIndex((one) => new Set(ownVersions(one, nodes)).size === 1);
  return spanMs(asked.slice(lastAgreed + 1));
}

function ownVersions(snapshot: Snapshot, nodes: readonly string[]): readonly string[] {
  return nodes.flatMap((node) => {
    const local = valueOf(nodeOf(snapshot, node)?.sources['cql-local']);
    return local?.schemaVersion ?? [];
  });
}

function unreachableEvidence(series: Series): readonly Evidence[] {
  return votersOf(series).flatMap((voter) => {
    const unreachable = latestValue(series, voter, 'describecluster')?.unreachable ?? [];
    if (unreachable.length === 0) return [];
    return [{ what: `UNREACHABLE from ${voter}`, value: listed(unreachable) }];
  });
}
