import type { GateVerdict, GateView } from '../model/gate.ts';
import { rememberLast } from '../model/remember-last.ts';
import type { CqlLocal } from '../model/readings.ts';
import { nodeOf, nodesOf, type NodeSnapshot } from '../model/snapshot.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { withoutExcused } from './allowed-down.ts';
import { wait, whyMissing } from './verdict.ts';
import { witnessViews } from './witness-views.ts';
import { witnessesIn } from './witnesses.ts';

/** The schema by the word of every node that is asked. */
export interface SchemaVersions {
  /** Why it is not known as one version a line. */
  readonly held: GateVerdict | undefined;
  /** By release line. */
  readonly versions: ReadonlyMap<string, string>;
  /** How many nodes were asked. */
  readonly count: number;
}

/**
 * Each node's own word (system.local) is asked for: what others heard of it may be old. One that is down and may be takes
 * the schema over when it is back. Two gates ask the same of one look.
 */
export const schemaVersions = rememberLast((view: GateView): SchemaVersions => {
  const peers = withoutExcused(view, witnessesIn(view));
  const { address } = view.subject;
  const own = isStopped(view) ? [] : [nodeOf(view.snapshot, address)];
  const nodes = [...nodesOf(view.snapshot, peers), ...own];
  if (peers.length > 0) return versionsOf(nodes, (at) => peers[at] ?? address);
  const held = wait('there is no other node that could be asked');
  return { held, versions: new Map(), count: 0 };
});

/** The subject may be silent only while its peers see it down: the roll itself stopped it. */
function isStopped(view: GateView): boolean {
  return witnessViews(view).notUp.has(view.subject.address);
}

/**
 * More than one version is right only while two lines run side by side, one version each. Before who disagrees
 * who is silent is told.
 */
function versionsOf(
  nodes: readonly (NodeSnapshot | undefined)[],
  addressAt: (at: number) => string,
): SchemaVersions {
  const versions = new Map<string, string>();
  const all = { versions, count: nodes.length };
  let last: CqlLocal | undefined;
  let held: GateVerdict | undefined;
  for (let at = 0; at < nodes.length; at += 1) {
    const seen = nodes[at]?.sources['cql-local'];
    if (seen?.kind !== 'seen') {
      const silent = `system.local of ${addressAt(at)} is missing, ${whyMissing(seen)}`;
      return { ...all, held: wait(silent) };
    }
    // Of nodes that say the same one after the other the first is enough.
    if (held || isSame(seen.value, last)) continue;
    last = seen.value;
    held = disagreement(last, addressAt(at), versions);
  }
  return { ...all, held };
}

/** With those before it; else what it says is kept. */
function disagreement(
  { releaseVersion, schemaVersion }: CqlLocal,
  address: string,
  versions: Map<string, string>,
): GateVerdict | undefined {
  const version = parseVersion(releaseVersion);
  if (!version) return wait(`the release of ${address} is not known`);
  const line = releaseLine(version);
  const other = versions.get(line) ?? schemaVersion;
  versions.set(line, other);
  if (other === schemaVersion) return undefined;
  return wait(`${line} has two schema versions, ${other} and ${schemaVersion} (${address})`);
}

function isSame(local: CqlLocal, other: CqlLocal | undefined): boolean {
  return (
    local.schemaVersion === other?.schemaVersion && local.releaseVersion === other.releaseVersion
  );
}
