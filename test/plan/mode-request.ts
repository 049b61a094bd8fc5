import type { Playbook } from '../../src/model/playbook.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { StorageMode } from '../../src/model/step.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import {
  addresses,
  healthySnapshot,
  localOf,
  seen,
  settings,
  withSource,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, inventory, restart } from './healthy-request.ts';

/** Nodes of 5.0.8, or one release, each in its mode. */
export function clusterIn(modes: readonly string[], release = '5.0.8'): Snapshot {
  return addresses.reduce((so, address, index) => {
    const mode = modes[index] ?? modes[0];
    const values = { ...settings.values, ...(mode && { storage_compatibility_mode: mode }) };
    const local = { ...localOf(address), releaseVersion: release };
    const named = withSource(so, address, 'cql-local', seen(local));
    return withSource(named, address, 'settings', seen({ values }));
  }, healthySnapshot);
}

function toMode(mode: StorageMode): Playbook {
  const step = { kind: 'storage-compatibility', params: { mode, timeoutMs: 60_000 } } as const;
  const at = restart.steps.findIndex(({ kind }) => kind === 'start');
  return {
    ...restart,
    name: 'to-mode',
    steps: restart.steps.toSpliced(at, 0, step),
    after: [...restart.after, 'storage-compatibility'],
  };
}

const nodes = inventory.nodes.map((node) => ({
  ...node,
  commands: { ...node.commands, storageCompatibility: ['set', '{address}', '{mode}'] },
}));

export function modeRequest(mode: StorageMode, snapshot: Snapshot): PlanRequest {
  return {
    ...without(healthyRequest, 'toVersion'),
    playbook: toMode(mode),
    snapshot,
    inventory: { ...inventory, nodes },
    accepted: [{ rule: 'java', because: 'not asked here' }],
  };
}
