import { defaultInventory } from '../../src/config/inventory.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import type { Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/plan/build.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import { addresses, at, healthySnapshot, without } from '../gates/healthy-view.ts';

const commands = {
  stop: ['ctl', 'stop', '{home}'],
  running: ['ctl', 'running', '{home}'],
  install: ['ctl', 'install', '{home}', '{version}'],
  configure: ['ctl', 'configure', '{address}', '{version}'],
  start: ['ctl', 'start', '{home}'],
};

export const inventory: Inventory = {
  ...defaultInventory(),
  cluster: 'lab',
  nodes: addresses.map((address) => ({
    address,
    cqlAddress: address,
    cqlPort: 9042,
    home: `/nodes/${address}`,
    nodetool: ['nodetool', '-h', address],
    commands,
  })),
};

export const upgrade: Playbook = {
  name: 'upgrade-4.1-to-5.0',
  description: 'Upgrades.',
  from: ['4.1'],
  to: '5.0',
  consistency: {},
  cures: ['stalled-compaction'],
  keepStill: [],
  approve: [],
  before: ['topology-unchanged', 'peers-up', 'schema-agreement', 'range-safety'],
  steps: [
    { kind: 'drain', params: { timeoutMs: 30_000, onTimeout: 'stop' } },
    { kind: 'stop', params: { timeoutMs: 90_000 } },
    { kind: 'install', params: { timeoutMs: 120_000 } },
    { kind: 'configure', params: { timeoutMs: 120_000 } },
    { kind: 'start', params: { timeoutMs: 60_000 } },
    { kind: 'await-return', params: { timeoutMs: 300_000, consecutive: 3 } },
    { kind: 'soak', params: { forMs: 10_000, holdMs: 60_000, compare: 'none' } },
  ],
  after: ['seen-up-by-peers', 'cql-answers'],
};

export const restart: Playbook = {
  ...without(upgrade, 'from', 'to'),
  name: 'rolling-restart',
  steps: upgrade.steps.filter(({ kind }) => kind !== 'install' && kind !== 'configure'),
};

export const healthyRequest: PlanRequest = {
  playbook: upgrade,
  snapshot: healthySnapshot,
  inventory,
  toVersion: '5.0.8',
  limits: labLimits,
  findings: [],
  at,
};

export const stall: Finding = {
  detector: 'stalled-compaction',
  severity: 'critical',
  node: addresses[0] ?? '',
  summary: 'no bytes for 60 s',
  evidence: [],
  advice: [],
};

export function planOf(request: PlanRequest): Plan {
  const result = buildPlan(request);
  if (result.kind === 'plan') return result.plan;
  throw new Error(result.problems.map(({ message }) => message).join('\n'));
}

/** Each problem as `kind: message`. */
export function problemsOf(request: PlanRequest): readonly string[] {
  const result = buildPlan(request);
  if (result.kind === 'plan') return [];
  return result.problems.map(({ kind, message }) => `${kind}: ${message}`);
}
