import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
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
    const asked = isStopped(view) ? peers : [...peers, view.subject.address];
    const silent = asked.find((address) => !valueOf(localOf(view, address)));
    if (silent !== undefined) {
      return wait(`system.local of ${silent} is missing, ${whyMissing(localOf(view, silent))}`);
    }
    return agreement(view, asked);
  },
};

function localOf(view: GateView, address: string) {
  return nodeOf(view.snapshot, address)?.sources['cql-local'];
}

/** The subject may be silent only while its peers see it down: the roll itself stopped it. */
function isStopped(view: GateView): boolean {
  return witnessViews(view).notUp.has(view.subject.address);
}

/** More than one version is right only while two lines run side by side, one version each. */
function agreement(view: GateView, asked: readonly string[]): GateVerdict {
  const versionOfLine = new Map<string, string>();
  for (const address of asked) {
    const local = valueOf(localOf(view, address));
    const version = parseVersion(local?.releaseVersion ?? '');
    if (!local || !version) return wait(`the release of ${address} is not known`);
    const line = releaseLine(version);
    const other = versionOfLine.get(line) ?? local.schemaVersion;
    if (other !== local.schemaVersion) {
      return wait(
        `${line} has two schema versions, ${other} and ${local.schemaVersion} (${address})`,
      );
    }
    versionOfLine.set(line, other);
  }
  const lines = [...versionOfLine.keys()].sort().join(', ');
  return pass(`one schema version on ${lines}, by ${asked.length} nodes`);
}
