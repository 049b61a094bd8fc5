import type { Detector } from '../model/detector.ts';
import { progressOf, type Progress } from '../model/event.ts';
import { withoutRepeats } from '../model/finding.ts';
import type { Gate, GateJudgement, GateSubject, GateView, TopologyView } from '../model/gate.ts';
import type { Limits } from '../model/limits.ts';
import type { Plan } from '../model/plan.ts';
import { rememberLast } from '../model/remember-last.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { topologyChanges } from '../plan/topology-changes.ts';
import { topologyDigest } from '../plan/topology-digest.ts';
import type { Clock } from '../ports/clock.ts';
import { askedOf, needsFor, type Asked, type Needs } from './asked.ts';
import { noHistory, seriesOf, withLook, type LookHistory } from './look-history.ts';

/** Asks nodes for what is needed of each; `withRings` adds the replica sets. */
export type Look = (needs: Needs, withRings: boolean) => Promise<Snapshot>;

export interface JudgeParts {
  readonly plan: Plan;
  readonly look: Look;
  readonly gates: readonly Gate[];
  readonly detectors: readonly Detector[];
  readonly clock: Clock;
  readonly progress: () => Progress;
}

/** One look, then every named gate over it. Gates of one call see the same snapshot. */
export type Judge = (
  gates: readonly string[],
  subject: GateSubject,
) => Promise<readonly GateJudgement[]>;

/**
 * Remembers two things between looks: the replica sets, as long as the topology stays the same
 * (they are dear to read and change only with it), and looks at what detectors need, so that they
 * see a series.
 */
export function createJudge(parts: JudgeParts): Judge {
  const members = parts.plan.nodes.map(({ address }) => address);
  let rings: { readonly digest: string; readonly value: readonly KeyspaceRing[] } | undefined;
  let history = noHistory;
  // About one node it is asked look after look.
  const askedFor = rememberLast(askedOf);
  const needsOf = rememberLast(needsFor);
  const gatesOf = rememberLast((ids: readonly string[]) =>
    ids.map((id) => gateNamed(parts.gates, id)),
  );

  async function lookFor(gates: readonly Gate[], subject: GateSubject): Promise<Sight> {
    const asked = askedFor(subject.address, members, rings?.value, parts.progress().done);
    const wantsRings = gates.some((gate) => gate.needsRings);
    const needs = needsOf(gates, parts.detectors, subject.address, asked);
    const snapshot = await parts.look(needs, wantsRings && rings === undefined);
    if (!wantsRings && !gates.some((gate) => gate.needsTopology)) return { snapshot, asked };
    const digest = topologyDigest(snapshot);
    const read = valueOf(snapshot.rings);
    if (digest !== undefined && read) rings = { digest, value: read };
    // The topology moved: what was read before says nothing any more.
    else if (wantsRings && digest !== rings?.digest) rings = undefined;
    return { snapshot, asked, digest };
  }

  return async (gateIds, subject) => {
    const gates = gatesOf(gateIds);
    const sight = await lookFor(gates, subject);
    const look = gates.some((gate) => gate.needsFindings) ? watchedPart(sight, members) : undefined;
    const found = look ? detect(look, history, parts) : nothingFound;
    if (look) history = withLook(history, look, parts.detectors, parts.plan.limits);
    const isCompared = gates.some((gate) => gate.needsTopology);
    const view = viewOf(parts, subject, {
      ...{ ...sight, ...found, members, rings: rings?.value },
      topology: isCompared ? compared(parts.plan, sight) : notCompared,
    });
    return gates.map((gate) => ({
      gate: gate.id,
      verdict: gate.judge(view),
      ...ownLimitOf(gate, parts.plan.limits),
    }));
  };
}

function viewOf(
  { plan, clock, progress }: JudgeParts,
  subject: GateSubject,
  seen: Sight & Found & Pick<GateView, 'rings' | 'members'> & { readonly topology: Changes },
): GateView {
  const { snapshot, digest, asked, findings, missing, undecided, rings, members, topology } = seen;
  const isPart = asked.watched.size < members.length;
  return {
    ...{ snapshot, findings, missing, undecided, rings, members, subject },
    ...(isPart ? { watchedCount: asked.watched.size } : {}),
    now: clock.now(),
    topology: { planned: plan.topologyDigest, now: digest, ...topology },
    consistency: plan.consistency,
    ...(plan.authenticatorOn === undefined ? {} : { authenticatorOn: plan.authenticatorOn }),
    baseline: plan.baseline,
    cures: plan.cures,
    done: progress().done,
    limits: plan.limits,
  };
}

/** By the name under which the inventory has it: `hintsWait`. */
function ownLimitOf({ ownLimit }: Gate, limits: Limits): Pick<GateJudgement, 'limit'> {
  if (ownLimit === undefined) return {};
  return { limit: { name: ownLimit.replace(/Ms$/, ''), ms: limits[ownLimit] } };
}

type Changes = Pick<TopologyView, 'changed' | 'missing'>;

/** A thousand views of a thousand nodes are compared only for a gate that asks. */
function compared(plan: Plan, { snapshot, asked }: Sight): Changes {
  return topologyChanges(plan, snapshot, asked.viewers);
}

const notCompared: Changes = { changed: [], missing: ['the topology was not compared'] };

interface Sight {
  readonly snapshot: Snapshot;
  readonly asked: Asked;
  /** Reckoned for gates that need topology or rings. */
  readonly digest?: string | undefined;
}

/** What detectors are shown: the nodes that are watched, and who else there is. */
function watchedPart(
  { snapshot, asked: { watched } }: Sight,
  members: readonly string[],
): Snapshot {
  if (watched.size === members.length) return snapshot;
  const nodes = snapshot.nodes.filter(({ address }) => watched.has(address));
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
  const short = seriesOf(history, look, undefined, takenAt);
  const detections = detectors.map((each) => {
    const backMs = each.lookBackMs?.(plan.limits);
    const series = backMs === undefined ? short : seriesOf(history, look, backMs, takenAt);
    return each.detect(series, plan.limits);
  });
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
