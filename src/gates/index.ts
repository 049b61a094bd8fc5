import type { Gate } from '../model/gate.ts';
import { alerts } from './alerts.ts';
import { cqlAnswers } from './cql-answers.ts';
import { hintsDrained } from './hints-drained.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { modeNormal } from './mode-normal.ts';
import { noHoldingFindings } from './no-holding-findings.ts';
import { noRepair } from './no-repair.ts';
import { peersUp } from './peers-up.ts';
import { rangeSafety } from './range-safety.ts';
import { releaseVersion } from './release-version.ts';
import { rpcReady } from './rpc-ready.ts';
import { schemaAgreement } from './schema-agreement.ts';
import { schemaUnchanged } from './schema-unchanged.ts';
import { seenUpByPeers } from './seen-up-by-peers.ts';
import { storageCompatibility } from './storage-compatibility.ts';
import { storageMode } from './storage-mode.ts';
import { topologyUnchanged } from './topology-unchanged.ts';
import { writeRead } from './write-read.ts';

/** May be named under `before:`, judged before a node is touched. */
export const beforeGates: readonly Gate[] = [
  topologyUnchanged,
  peersUp,
  schemaAgreement,
  rangeSafety,
  noHoldingFindings,
  maintenanceWindow,
  storageMode,
  schemaUnchanged,
  noRepair,
  alerts,
  writeRead,
];

/** May be named under `after:`, judged until a node is back. */
export const afterGates: readonly Gate[] = [
  seenUpByPeers,
  rpcReady,
  cqlAnswers,
  releaseVersion,
  storageCompatibility,
  schemaAgreement,
  modeNormal,
  hintsDrained,
  writeRead,
];

/** Without these a playbook that stops nodes is refused. */
export const neededGates = {
  before: [topologyUnchanged.id, peersUp.id, schemaAgreement.id, rangeSafety.id],
  after: [seenUpByPeers.id, cqlAnswers.id],
} as const;

/** Every gate once. */
export const gates: readonly Gate[] = [...new Set([...beforeGates, ...afterGates])];

export function gateById(id: string): Gate | undefined {
  return gates.find((gate) => gate.id === id);
}
