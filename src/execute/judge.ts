import type { FiringAlert } from '../model/alerts.ts';
import { downBeside } from '../gates/allowed-down.ts';
import { isSmallCluster } from '../gates/witnesses.ts';
import { allowedOf } from '../model/allowed.ts';
import { byAddress } from '../model/by-address.ts';
import { progressOf, type Progress } from '../model/event.ts';
import { withoutRepeats } from '../model/finding.ts';
import type {
  Gate,
  GateJudgement,
  GateSubject,
  GateView,
  Reach,
  TopologyView,
} from '../model/gate.ts';
import type { Limits } from '../model/limits.ts';
import { seenToTake, thoughtToTake } from '../model/node-takes.ts';
import type { Plan } from '../model/plan.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Seen } from '../model/seen.ts';
import { soakOf } from '../model/step.ts';
import { someOf, type Snapshot } from '../model/snapshot.ts';
import { topologyChanges } from '../plan/topology-changes.ts';
import type { Clock } from '../ports/clock.ts';
import {
  historyFor,
  noHistory,
  seriesOf,
  withLook,
  withOwnLooks,
  type LookHistory,
} from './look-history.ts';
import { createSight, membersOf, type Sight, type SightParts, type Wish } from './sight.ts';
import { stillCounting, type WholeLook } from './whole-look.ts';

export interface JudgeParts extends SightParts {
  readonly gates: readonly Gate[];
  readonly clock: Clock;
  /** Asks elsewhere which alerts fire. */
  readonly alerts: () => Promise<Seen<readonly FiringAlert[]>>;
  readonly isRehearsal?: boolean;
}

/** One look, then every named gate over it. Gates of one call see the same snapshot. */
export interface Judge {
  one(
    gates: readonly string[],
    subject: GateSubject,
    reach: Reach,
  ): Promise<readonly GateJudgement[]>;
  /**
   * One look for nodes that are to be stopped side by side; what it gives judges each of them. `mayRest`: on the look of `one` that
   * let the roll go on, when that was a moment ago.
   */
  lookAt(
    gates: readonly string[],
    subjects: readonly GateSubject[],
    mayRest: boolean,
  ): Promise<(subject: GateSubject) => readonly GateJudgement[]>;
  /** One look after that of `lookAt` about the same node, on which it may rest. */
  again(
    gates: readonly string[],
    subject: GateSubject,
    mayRest: boolean,
  ): Promise<readonly GateJudgement[]>;
}

export function createJudge(parts: JudgeParts): Judge {
  const judged = createJudged(parts);
  const isSmall = isSmallCluster(parts.plan.nodes);
  // The same few lists name them for every node.
  const gatesOf = onceForEach((ids: readonly string[]) =>
    ids.map((id) => gateNamed(parts.gates, id)),
  );
  let wentOn: WholeLook | undefined;
  let before: WholeLook | undefined;
  return {
    async one(gateIds, subject, reach) {
      const isWhole = reach === 'all' && !isSmall;
      const followedBy = isWhole ? gatesOf(parts.plan.before) : undefined;
      const wish = { gates: gatesOf(gateIds), subjects: [subject], reach, followedBy };
      const { judgementsFor, look } = await judged(wish);
      if (isWhole) wentOn = look;
      return judgementsFor(subject);
    },
    async lookAt(gateIds, subjects, mayRest) {
      const wish = { gates: gatesOf(gateIds), subjects, reach: 'all' } as const;
      const { judgementsFor, look } = await judged(wish, mayRest ? wentOn : undefined);
      [wentOn, before] = [undefined, isSmall ? undefined : look];
      return judgementsFor;
    },
    async again(gateIds, subject, mayRest) {
      const wish = { gates: gatesOf(gateIds), subjects: [subject], reach: 'all' } as const;
      return (await judged(wish, mayRest ? before : undefined)).judgementsFor(subject);
    },
  };
}

interface Judged {
  readonly judgementsFor: (subject: GateSubject) => readonly GateJudgement[];
  readonly look: WholeLook;
}

/** Remembers looks at what detectors need, so that they see a series. */
function createJudged(parts: JudgeParts) {
  const { plan, clock } = parts;
  const members = membersOf(plan);
  const sightFor = createSight(parts);
  let history = noHistory;
  const findOn = (subjects: readonly GateSubject[], look: Snapshot): Found => {
    const found = detect(look, historyFor(history, subjects), parts);
    history = withLook(history, look, parts.detectors, plan.limits);
    history = withOwnLooks(history, subjects, look);
    return found;
  };
  return async (wish: Omit<Wish, 'restsOn'>, older?: WholeLook): Promise<Judged> => {
    const { gates, subjects } = wish;
    const restsOn = stillCounting(older, clock.now());
    const sight = await sightFor({ ...wish, restsOn: restsOn?.snapshot });
    const look = { snapshot: sight.snapshot, endedAt: restsOn?.endedAt ?? clock.now() };
    const isFound = gates.some((gate) => gate.needsFindings);
    const found = isFound ? findOn(subjects, watchedPart(sight, members)) : nothingFound;
    const isCompared = gates.some((gate) => gate.needsTopology);
    const asksAlerts = !parts.isRehearsal && gates.some((gate) => gate.needsAlerts);
    const alerts = asksAlerts ? { alerts: await parts.alerts() } : {};
    const seen = { ...sight, ...found, ...alerts };
    const changesFor = isCompared ? changesIn(plan, sight) : () => notCompared;
    const judgementsFor = (subject: GateSubject) => {
      const view = viewOf(parts, subject, seen);
      const topology = { ...view.topology, ...changesFor(view) };
      return judgementsOf(gates, isCompared ? { ...view, topology } : view);
    };
    return { judgementsFor, look };
  };
}

function judgementsOf(gates: readonly Gate[], view: GateView): readonly GateJudgement[] {
  return gates.map((gate) => ({
    gate: gate.id,
    verdict: gate.judge(view),
    ...ownLimitOf(gate, view.limits),
  }));
}

function viewOf(
  { plan, clock, progress, isRehearsal }: JudgeParts,
  subject: GateSubject,
  seen: Sight & Found & Pick<GateView, 'alerts'>,
): GateView {
  const { snapshot, digest, asked, findings, missing, undecided, rings, members } = seen;
  const { done, schema } = progress();
  const everyNode = membersOf(plan);
  const isPart = asked.watched.size < members.length;
  return {
    ...{ snapshot, findings, missing, undecided, rings, members, subject },
    ...(isPart ? { watchedCount: asked.watched.size } : {}),
    ...(members === everyNode ? {} : { everyNode }),
    now: clock.now(),
    topology: { planned: plan.topologyDigest, now: digest, ...notCompared },
    consistency: plan.consistency,
    allowed: allowedOf(plan),
    ...(plan.authenticatorOn === undefined ? {} : { authenticatorOn: plan.authenticatorOn }),
    baseline: plan.baseline,
    cures: plan.cures,
    done,
    limits: plan.limits,
    ...(schema ? { schemaBefore: schema } : {}),
    ...(seen.alerts ? { alerts: seen.alerts } : {}),
    ...windowOf(plan, subject, progress()),
    ...(isRehearsal ? { isRehearsal } : {}),
  };
}

function windowOf(
  { maintenanceWindow, nodes, after, limits }: Plan,
  { address }: GateSubject,
  progress: Progress,
): Pick<GateView, 'window'> {
  if (!maintenanceWindow) return {};
  const stepsOf = (of: string) => byAddress(nodes).get(of)?.steps ?? [];
  const steps = stepsOf(address);
  const soakMs = (of: string) => soakOf(stepsOf(of))?.params.forMs ?? 0;
  const takes =
    seenToTake(progress, (done) => Math.max(0, soakMs(done) - soakMs(address))) ??
    thoughtToTake(maintenanceWindow, { steps, after }, limits);
  return { window: { ...maintenanceWindow, takes } };
}

/** By the name under which the inventory has it: `hintsWait`. */
function ownLimitOf({ ownLimit }: Gate, limits: Limits): Pick<GateJudgement, 'limit'> {
  if (ownLimit === undefined) return {};
  return { limit: { name: ownLimit.replace(/Ms$/, ''), ms: limits[ownLimit] } };
}

type Changes = Pick<TopologyView, 'changed' | 'missing'>;

/**
 * A thousand views of a thousand nodes are compared only for a gate that asks, and once for all nodes of a look, unless some
 * may be down: those are seen by the witnesses of each.
 */
function changesIn(plan: Plan, { snapshot, asked }: Sight): (view: GateView) => Changes {
  const changes = (excused?: ReadonlySet<string>) =>
    topologyChanges(plan, snapshot, asked.viewers, excused);
  if (allowedOf(plan).down > 0) return (view) => changes(downBeside(view).excused);
  const all = changes();
  return () => all;
}

const notCompared: Changes = { changed: [], missing: ['the topology was not compared'] };

/** What detectors are shown: the nodes that are watched, and who else there is. */
function watchedPart(
  { snapshot, asked: { watched } }: Sight,
  members: readonly string[],
): Snapshot {
  if (watched.size === members.length) return snapshot;
  const nodes = someOf(snapshot, watched);
  return { ...snapshot, nodes, members };
}

type Found = Pick<GateView, 'findings' | 'missing' | 'undecided'>;

const nothingFound: Found = { findings: [], missing: [], undecided: [] };

function detect(
  look: Snapshot,
  history: LookHistory,
  { detectors, plan, progress }: JudgeParts,
): Found {
  const takenAt = (address: string) => progressOf(progress(), address)?.takenAt;
  const seriesFor = seriesOf(history, look, takenAt);
  const detections = detectors.map((each) =>
    each.detect(seriesFor(each.lookBackMs?.(plan.limits)), plan.limits),
  );
  return {
    findings: detections.flatMap((each) => each.findings),
    missing: withoutRepeats(detections.flatMap((each) => each.missing)),
    undecided: detections.flatMap((each) => each.undecided ?? []),
  };
}

function gateNamed(gates: readonly Gate[], id: string): Gate {
  const gate = gates.find((each) => each.id === id);
  // Plans are checked when they are read; a gate that is gone must still never pass.
  return (
    gate ?? { id, title: id, needs: [], judge: () => ({ kind: 'refuse', reason: 'no such gate' }) }
  );
}
