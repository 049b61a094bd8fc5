import { findingKey, findingKeyText, type Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import { describeWindow } from '../model/maintenance-window.ts';
import type { PlanDiff } from '../model/plan-diff.ts';
import { downOf, rolledOf, type Plan } from '../model/plan.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf, type Snapshot } from '../model/snapshot.ts';
import { downIn } from './members.ts';
import { modeChanges } from './mode-changes.ts';
import { beginProblems } from './begin-problem.ts';
import { levelChanges } from './declared-levels.ts';
import { topologyChanges } from './topology-changes.ts';
import { topologyDigest } from './topology-digest.ts';

/**
 * The snapshot holds `status`, `cql-local` and `keyspaces` of every node, `settings` where the plan has the gate
 * storage-mode. Releases and findings may
 * change while a roll goes on: they are told, and do not make a plan unfit.
 */
export function planDiff(
  plan: Plan,
  snapshot: Snapshot,
  findings: readonly Finding[],
  inventory: DeclaredNow,
): PlanDiff {
  const { changed, missing } = topologyChanges(
    plan,
    snapshot,
    undefined,
    livedWithout(plan, snapshot),
  );
  const digest = topologyDigest(snapshot);
  const isOther = digest !== undefined && digest !== plan.topologyDigest;
  const ofModes = modeChanges(plan, snapshot);
  const allChanged = [
    ...beginProblems(plan, inventory, snapshot.at),
    ...(isOther && changed.length === 0
      ? ['the replication of a keyspace is not as planned']
      : changed),
    ...ofModes.changed,
  ];
  const allMissing = [
    ...(digest === undefined && missing.length === 0
      ? ['nodes disagree about the ring or the keyspaces, or did not tell them']
      : missing),
    ...ofModes.missing,
  ];
  const now = new Map(findings.map((finding) => [findingKey(finding), finding]));
  const before = new Set(plan.baseline);
  return {
    format: 1,
    kind: 'ringward-plan-diff',
    verdict: allChanged.length > 0 ? 'changed' : allMissing.length > 0 ? 'cannot-tell' : 'fits',
    changed: allChanged,
    missing: allMissing,
    declared: declaredOtherwise(plan, inventory),
    releases: releasesOf(plan, snapshot),
    modes: ofModes.modes,
    opened: [...now].flatMap(([key, { detector, node, summary }]) =>
      before.has(key) ? [] : [`${detector} on ${node}: ${summary}`],
    ),
    gone: plan.baseline.filter((key) => !now.has(key)).map(findingKeyText),
  };
}

/** What a run goes by as it was planned. */
type DeclaredNow = Pick<Inventory, 'consistency' | 'maintenanceWindow'>;

/** Of the inventory, otherwise than in the plan, and no reason to refuse it. */
function declaredOtherwise(plan: Plan, inventory: DeclaredNow): readonly string[] {
  if (plan.undoes) return levelChanges(plan, inventory.consistency);
  const stops = plan.nodes.some(({ steps }) => steps.some(({ kind }) => kind === 'stop'));
  const [was, is] = [plan.maintenanceWindow, inventory.maintenanceWindow].map((window) =>
    window ? describeWindow(window) : 'none',
  );
  if (!stops || was === is) return [];
  return [
    `the maintenance window of the inventory is ${is}; that of the plan counts, ${was}, another needs a new plan`,
  ];
}

/** Of one that was down nothing is expected yet. */
function releasesOf({ nodes }: Plan, snapshot: Snapshot): PlanDiff['releases'] {
  return nodes.flatMap(({ address, fromVersion, down }) => {
    if (down) return [];
    const local = valueOf(nodeOf(snapshot, address)?.sources['cql-local']);
    const now = local?.releaseVersion ?? null;
    return now === fromVersion ? [] : [{ node: address, planned: fromVersion, now }];
  });
}

/**
 * Those that the plan leaves for later or brings back from half-way, and as many as may be down that are, but for those
 * that it rolls: a run stops in front of them.
 */
function livedWithout({ nodes, allowDown = 0 }: Plan, snapshot: Snapshot): ReadonlySet<string> {
  const isDown = new Set(downIn(snapshot));
  const down = nodes.map(({ address }) => address).filter((address) => isDown.has(address));
  const left = nodes.filter(({ leftWith }) => leftWith).map(({ address }) => address);
  const rolled = new Set(rolledOf(nodes).map(({ address }) => address));
  const spared = down.length <= allowDown ? down.filter((address) => !rolled.has(address)) : [];
  return new Set([...downOf(nodes), ...left, ...spared]);
}
