import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import type { CqlLocal } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf, nodesOf, type NodeSnapshot } from '../model/snapshot.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { pass, wait, whyMissing } from './verdict.ts';
import { witnessViews } from './witness-views.ts';
import { witnesses } from './witnesses.ts';

/** Each node's own word (system.local) is asked for: what others heard of it may be old. */
export const schemaAgreement: Gate = {
  id: 'schema-agreement',
  title: 'one schema version per release line, by the word of every node',
  needs: ['cql-local', 'status'],
  ownLimit: 'schemaWaitMs',
  judge(view) {
    const peers = witnesses(view.subject.address, view.members, view.rings);
    if (peers.length === 0) return wait('there is no other node that could be asked');
    const { address } = view.subject;
    const own = isStopped(view) ? [] : [nodeOf(view.snapshot, address)];
    const addressAt = (at: number) => peers[at] ?? address;
    const asked = [...nodesOf(view.snapshot, peers), ...own];
    const silent = asked.findIndex((node) => node?.sources['cql-local']?.kind !== 'seen');
    if (silent >= 0) {
      const why = whyMissing(asked[silent]?.sources['cql-local']);
      return wait(`system.local of ${addressAt(silent)} is missing, ${why}`);
    }
    return agreement(asked, addressAt);
  },
};

/** The subject may be silent only while its peers see it down: the roll itself stopped it. */
function isStopped(view: GateView): boolean {
  return witnessViews(view).notUp.has(view.subject.address);
}

/** More than one version is right only while two lines run side by side, one version each. */
function agreement(
  nodes: readonly (NodeSnapshot | undefined)[],
  addressAt: (at: number) => string,
): GateVerdict {
  const versionOfLine = new Map<string, string>();
  let last: CqlLocal | undefined;
  for (let at = 0; at < nodes.length; at += 1) {
    const local = localOf(nodes[at]);
    // Of nodes that say the same one after the other the first is enough.
    if (local && isSame(local, last)) continue;
    last = local;
    const version = parseVersion(local?.releaseVersion ?? '');
    if (!local || !version) return wait(`the release of ${addressAt(at)} is not known`);
    const line = releaseLine(version);
    const other = versionOfLine.get(line) ?? local.schemaVersion;
    if (other !== local.schemaVersion) {
      return wait(
        `${line} has two schema versions, ${other} and ${local.schemaVersion} (${addressAt(at)})`,
      );
    }
    versionOfLine.set(line, other);
  }
  const lines = [...versionOfLine.keys()].sort().join(', ');
  return pass(`one schema version on ${lines}, by ${nodes.length} nodes`);
}

function localOf(node: NodeSnapshot | undefined): CqlLocal | undefined {
  return valueOf(node?.sources['cql-local']);
}

function isSame(local: CqlLocal, other: CqlLocal | undefined): boolean {
  return (
    local.schemaVersion === other?.schemaVersion && local.releaseVersion === other.releaseVersion
  );
}
