import type { Detector } from '../model/detector.ts';
import { withoutRepeats, type Finding, type MissingSource } from '../model/finding.ts';
import type { Gate, GateJudgement, GateSubject, GateView } from '../model/gate.ts';
import type { Limits } from '../model/limits.ts';
import type { Plan } from '../model/plan.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { valueOf } from '../model/seen.ts';
import type { Series, Snapshot, SourceId } from '../model/snapshot.ts';
import { topologyChanges } from '../plan/topology-changes.ts';
import { topologyDigest } from '../plan/topology-digest.ts';
import type { Clock } from '../ports/clock.ts';

/** What to ask of a node, by its address. */
export type Needs = (address: string) => ReadonlySet<SourceId>;

/** Asks nodes for what is needed of each; `withRings` adds the replica sets. */
export type Look = (needs: Needs, withRings: boolean) => Promise<Snapshot>;

export interface JudgeParts {
  readonly plan: Plan;
  readonly look: Look;
  readonly gates: readonly Gate[];
  readonly detectors: readonly Detector[];
  readonly clock: Clock;
  /** Addresses already done in this run. */
  readonly done: () => readonly string[];
}

/** One look, then every named gate over it. Gates of one call see the same snapshot. */
export type Judge = (
  gates: readonly string[],
  subject: GateSubject,
) => Promise<readonly GateJudgement[]>;

/**
 * Remembers two things between looks: the replica sets, as long as the topology stays the same
 * (they are dear to read and change only with it), and the last full look, so that detectors
 * see a series.
 */
export function createJudge(parts: JudgeParts): Judge {
  let rings: { readonly digest: string; readonly value: readonly KeyspaceRing[] } | undefined;
  let previous: Snapshot | undefined;

  async function lookFor(gates: readonly Gate[], { address }: GateSubject): Promise<Sight> {
    const ofAll = new Set(gates.flatMap((gate) => gate.needs));
    if (gates.some((gate) => gate.needsFindings)) {
      for (const detector of parts.detectors)
        for (const source of detector.needs) ofAll.add(source);
    }
    const ofSubject = new Set([...ofAll, ...gates.flatMap((gate) => gate.needsOfSubject ?? [])]);
    const needs: Needs = (node) => (node === address ? ofSubject : ofAll);
    const wantsRings = gates.some((gate) => gate.needsRings);
    const snapshot = await parts.look(needs, wantsRings && rings === undefined);
    const digest = topologyDigest(snapshot);
    const read = valueOf(snapshot.rings);
    if (digest !== undefined && read) rings = { digest, value: read };
    // The topology moved: what was read before says nothing any more.
    else if (wantsRings && digest !== rings?.digest) rings = undefined;
    return { snapshot, digest };
  }

  return async (gateIds, subject) => {
    const gates = gateIds.map((id) => gateNamed(parts.gates, id));
    const sight = await lookFor(gates, subject);
    const hasFindings = gates.some((gate) => gate.needsFindings);
    const { snapshot } = sight;
    const found = hasFindings
      ? detect(previous ? [previous, snapshot] : [snapshot], parts)
      : nothingFound;
    if (hasFindings) previous = snapshot;
    const isCompared = gates.some((gate) => gate.needsTopology);
    const view = viewOf(parts, subject, { ...sight, ...found, rings: rings?.value, isCompared });
    return gates.map((gate) => ({
      gate: gate.id,
      verdict: gate.judge(view),
      ...ownLimitOf(gate, parts.plan.limits),
    }));
  };
}

function viewOf(
  { plan, clock, done }: JudgeParts,
  subject: GateSubject,
  { digest, isCompared, ...seen }: Sight & Found & Pick<GateView, 'rings'> & Compared,
): GateView {
  return {
    ...seen,
    now: clock.now(),
    subject,
    members: plan.nodes.map(({ address }) => address),
    topology: {
      planned: plan.topologyDigest,
      now: digest,
      ...(isCompared ? topologyChanges(plan, seen.snapshot) : notCompared),
    },
    consistency: plan.consistency,
    ...(plan.authenticatorOn === undefined ? {} : { authenticatorOn: plan.authenticatorOn }),
    baseline: plan.baseline,
    cures: plan.cures,
    done: done(),
    limits: plan.limits,
  };
}

/** By the name under which the inventory has it: `hintsWait`. */
function ownLimitOf({ ownLimit }: Gate, limits: Limits): Pick<GateJudgement, 'limit'> {
  if (ownLimit === undefined) return {};
  return { limit: { name: ownLimit.replace(/Ms$/, ''), ms: limits[ownLimit] } };
}

/** A thousand views of a thousand nodes are compared only for a gate that asks. */
interface Compared {
  readonly isCompared: boolean;
}

const notCompared = { changed: [], missing: ['the topology was not compared'] };

interface Sight {
  readonly snapshot: Snapshot;
  readonly digest: string | undefined;
}

const nothingFound: Found = { findings: [], missing: [] };

interface Found {
  readonly findings: readonly Finding[];
  readonly missing: readonly MissingSource[];
}

function detect(series: Series, { detectors, plan }: JudgeParts): Found {
  const detections = detectors.map((detector) => detector.detect(series, plan.limits));
  return {
    findings: detections.flatMap((each) => each.findings),
    missing: withoutRepeats(detections.flatMap((each) => each.missing)),
  };
}

function gateNamed(gates: readonly Gate[], id: string): Gate {
  const gate = gates.find((each) => each.id === id);
  // Plans are checked when they are read; a gate that is gone must still never pass.
  return (
    gate ?? { id, title: id, needs: [], judge: () => ({ kind: 'refuse', reason: 'no such gate' }) }
  );
}
