import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import type { ClusterDescription } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { witnessViews } from './witness-views.ts';
import { firstOf, nameSome, pass, wait, whyMissing } from './verdict.ts';
import { witnesses } from './witnesses.ts';

export const schemaAgreement: Gate = {
  id: 'schema-agreement',
  title: 'one schema version per release line, no node unreachable',
  needs: ['describecluster', 'gossipinfo', 'status'],
  judge(view) {
    const peers = witnesses(view.subject.address, view.members, view.rings);
    const descriptions = peers.flatMap((peer) => valueOf(sourceOf(view, peer)) ?? []);
    return firstOf(
      missingDescription(view, peers),
      unreachable(view, descriptions),
      disagreement(view, descriptions),
    );
  },
};

function sourceOf(view: GateView, peer: string) {
  return nodeOf(view.snapshot, peer)?.sources.describecluster;
}

function missingDescription(view: GateView, peers: readonly string[]): GateVerdict | undefined {
  if (peers.length === 0) return wait('there is no other node that could be asked');
  const missing = peers.find((peer) => valueOf(sourceOf(view, peer)) === undefined);
  if (missing === undefined) return undefined;
  return wait(`describecluster of ${missing} is missing, ${whyMissing(sourceOf(view, missing))}`);
}

/** The subject may be unreachable only while its peers see it down: the roll itself stopped it. */
function unreachable(
  view: GateView,
  descriptions: readonly ClusterDescription[],
): GateVerdict | undefined {
  const { notUp } = witnessViews(view);
  const counts = descriptions
    .flatMap((description) => description.unreachable)
    .filter((address) => address !== view.subject.address || !notUp.has(address));
  if (counts.length === 0) return undefined;
  return wait(`schema of ${nameSome([...new Set(counts)])} is unreachable`);
}

function disagreement(view: GateView, descriptions: readonly ClusterDescription[]): GateVerdict {
  const versions = new Map<string, Set<string>>();
  for (const { schemaVersions } of descriptions) {
    for (const { version, addresses } of schemaVersions) {
      versions.set(version, new Set([...(versions.get(version) ?? []), ...addresses]));
    }
  }
  if (versions.size === 0) return wait('no schema version was seen');
  if (versions.size === 1) return pass(`one schema version, ${descriptions.length} views`);
  return byLine(versions, releaseLines(view, descriptions));
}

/** More than one version is right only while two lines run side by side, one version each. */
function byLine(
  versions: ReadonlyMap<string, ReadonlySet<string>>,
  lineOf: ReadonlyMap<string, string>,
): GateVerdict {
  const versionOfLine = new Map<string, string>();
  for (const [version, addresses] of versions) {
    for (const address of addresses) {
      const line = lineOf.get(address);
      if (line === undefined)
        return wait(`${versions.size} schema versions, the release of ${address} is not known`);
      const other = versionOfLine.get(line);
      if (other !== undefined && other !== version) {
        return wait(`${line} has two schema versions, ${other} and ${version} (${address})`);
      }
      versionOfLine.set(line, version);
    }
  }
  return pass(
    `one schema version per release line: ${[...versionOfLine.keys()].sort().join(', ')}`,
  );
}

function releaseLines(
  view: GateView,
  descriptions: readonly ClusterDescription[],
): ReadonlyMap<string, string> {
  const gossip = view.snapshot.nodes.flatMap(
    (node) => valueOf(node.sources.gossipinfo)?.endpoints ?? [],
  );
  const said = [
    ...gossip.map(({ address, releaseVersion }) => ({ address, releaseVersion })),
    ...descriptions
      .flatMap((description) => description.releaseVersions ?? [])
      .flatMap(({ version, addresses }) =>
        addresses.map((address) => ({ address, releaseVersion: version })),
      ),
  ];
  return new Map(
    said.flatMap(({ address, releaseVersion }) => {
      const version = parseVersion(releaseVersion ?? '');
      return version ? [[address, releaseLine(version)] as const] : [];
    }),
  );
}
