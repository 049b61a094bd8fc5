import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import type { CqlLocal } from '../model/readings.ts';
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
    return agreement([...nodesOf(view.snapshot, peers), ...own], addressAt);
  },
};

/** The subject may be silent only while its peers see it down: the roll itself stopped it. */
function isStopped(view: GateView): boolean {
  return witnessViews(view).notUp.has(view.subject.address);
}

/**
 * More than one version is right only while two lines run side by side, one version each. Before who disagrees
 * who is silent is told.
 */
function agreement(
  nodes: readonly (NodeSnapshot | undefined)[],
  addressAt: (at: number) => string,
): GateVerdict {
  const versionOfLine = new Map<string, string>();
  let last: CqlLocal | undefined;
  let held: GateVerdict | undefined;
  for (let at = 0; at < nodes.length; at += 1) {
    const seen = nodes[at]?.sources['cql-local'];
    if (seen?.kind !== 'seen') {
      return wait(`system.local of ${addressAt(at)} is missing, ${whyMissing(seen)}`);
    }
    // Of nodes that say the same one after the other the first is enough.
    if (held || isSame(seen.value, last)) continue;
    last = seen.value;
    held = disagreement(last, addressAt(at), versionOfLine);
  }
  const lines = [...versionOfLine.keys()].sort().join(', ');
  return held ?? pass(`one schema version on ${lines}, by ${nodes.length} nodes`);
}

/** With those before it; else what it says is kept. */
function disagreement(
  { releaseVersion, schemaVersion }: CqlLocal,
  address: string,
  versionOfLine: Map<string, string>,
): GateVerdict | undefined {
  const version = parseVersion(releaseVersion);
  if (!version) return wait(`the release of ${address} is not known`);
  const line = releaseLine(version);
  const other = versionOfLine.get(line) ?? schemaVersion;
  versionOfLine.set(line, other);
  if (other === schemaVersion) return undefined;
  return wait(`${line} has two schema versions, ${other} and ${schemaVersion} (${address})`);
}

function isSame(local: CqlLocal, other: CqlLocal | undefined): boolean {
  return (
    local.schemaVersion === other?.schemaVersion && local.releaseVersion === other.releaseVersion
  );
}
