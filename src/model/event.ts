import type { Acceptance } from './acceptance.ts';
import { isFrozenAfter, type FreezeEvent } from './freeze.ts';
import type { GateVerdict, NewPlan } from './gate.ts';
import type { Instant } from './instant.ts';
import { learntOfDone, learntWith, nothingLearnt, type Learnt } from './learnt.ts';
import type { NodeProgress } from './node-progress.ts';
import type { SoakBaseline } from './soak.ts';
import type { StepKind, StepOutcome } from './step.ts';

/** What happens in a run: the journal, the live view and `--format ndjson` are made of these. */
export type UpgradeEvent = { readonly at: Instant } & (
  | {
      readonly type: 'run-started' | 'run-resumed';
      readonly runId: string;
      readonly cluster: string;
      readonly planDigest: string;
      readonly nodes: number;
      /** Rules that block, and keyspaces that lose levels, that the plan goes on with; absent: none. */
      readonly accepted?: readonly Acceptance[];
    }
  | {
      readonly type: 'node-started';
      readonly node: string;
      readonly generation: number | undefined;
    }
  /** What its soak will compare with; before the node is begun. */
  | { readonly type: 'soak-baseline'; readonly node: string; readonly baseline: SoakBaseline }
  | {
      readonly type: 'gate-judged';
      readonly node: string;
      readonly gate: string;
      readonly phase: 'before' | 'after';
      readonly verdict: GateVerdict;
      readonly attempt: number;
    }
  | {
      readonly type: 'step-started';
      readonly node: string;
      readonly step: number;
      readonly kind: StepKind;
    }
  | {
      readonly type: 'step-skipped';
      readonly node: string;
      readonly step: number;
      readonly kind: StepKind;
      readonly reason: string;
    }
  /** Talk: what the node's current step or its gates are waiting for. Not journalled. */
  | { readonly type: 'waiting'; readonly node: string; readonly reason: string }
  | {
      readonly type: 'step-ended';
      readonly node: string;
      readonly step: number;
      readonly kind: StepKind;
      readonly outcome: StepOutcome;
    }
  | { readonly type: 'approved'; readonly node: string; readonly name: string }
  | { readonly type: 'node-done'; readonly node: string }
  | FreezeEvent
  | ({ readonly type: 'run-ended' } & Ending)
);

export interface Ending {
  readonly how: HowEnded;
  readonly reason?: string;
  /** Of a run that is refused; absent: it may be resumed, and that is all. */
  readonly newPlan?: NewPlan;
}

/** How one part of a run came to its end: `paused` and the last three may be resumed. */
export type HowEnded = 'complete' | 'aborted' | 'paused' | 'refused' | 'failed' | 'interrupted';

/** Where a run stands: the fold of its events. */
export interface Progress extends Learnt {
  readonly runId: string | undefined;
  readonly planDigest: string | undefined;
  /** The node of the newest record: a roll takes one after the other, or those of a wave side by side. */
  readonly newest: { readonly address: string; readonly node: NodeProgress } | undefined;
  /** Those that were begun before it, by address. */
  readonly earlier: ReadonlyMap<string, NodeProgress>;
  /** Addresses of nodes that were begun and are not done: one, or those of a wave, unless a run was cut off. */
  readonly begun: readonly string[];
  /** Addresses of the nodes that are done, in the order in which they were. */
  readonly done: readonly string[];
  readonly ended: HowEnded | undefined;
  /** As its end says; undefined: it may be resumed. */
  readonly newPlan?: NewPlan | undefined;
  /** The run has frozen the cluster, or may have, and has not lifted that. */
  readonly isFrozen: boolean;
  /** Points of the plan that an operator has approved. */
  readonly approved: readonly string[];
}

export const noProgress: Progress = {
  runId: undefined,
  planDigest: undefined,
  newest: undefined,
  earlier: new Map(),
  begun: [],
  done: [],
  ended: undefined,
  isFrozen: false,
  approved: [],
  ...nothingLearnt,
};

/** Undefined: the node was not begun. */
export function progressOf(
  { newest, earlier }: Pick<Progress, 'newest' | 'earlier'>,
  address: string,
): NodeProgress | undefined {
  return newest?.address === address ? newest.node : earlier.get(address);
}

export function applyEvent(progress: Progress, event: UpgradeEvent): Progress {
  switch (event.type) {
    case 'run-started':
    case 'run-resumed': {
      const { runId, planDigest } = event;
      return { ...progress, runId, planDigest, ended: undefined, newPlan: undefined };
    }
    case 'node-started':
      return withNode(progress, event.node, {
        state: 'started',
        takenAt: event.at,
        generationBefore: event.generation,
        steps: {},
      });
    case 'step-started':
      return withBegun(progress, event);
    case 'step-skipped': {
      const skipped = withStep(progress, event.node, event.step, 'skipped');
      // A start that a crash cut off is found done: it was no later than that.
      return event.kind === 'start' ? withStart(skipped, event.node, event.at) : skipped;
    }
    case 'step-ended': {
      const { node, step, outcome } = event;
      const more = { ...workedUntil(event.at, progressOf(progress, node)), ...knownFrom(event) };
      const ended = withStep(progress, node, step, outcome.kind, more);
      return event.kind === 'start' ? withStart(ended, event.node, event.at) : ended;
    }
    case 'soak-baseline':
      return {
        ...progress,
        baselines: new Map(progress.baselines).set(event.node, event.baseline),
      };
    case 'node-done':
      return withDone(progress, event.node);
    case 'approved':
      return { ...progress, approved: [...progress.approved, event.name] };
    case 'run-ended':
      return { ...progress, ended: event.how, newPlan: event.newPlan };
    case 'freeze-started':
    case 'freeze-ended':
      return { ...progress, isFrozen: isFrozenAfter(progress.isFrozen, event) };
    case 'gate-judged':
      return { ...progress, ...learntWith(progress, event) };
    case 'waiting':
      return progress;
  }
}

function withDone(progress: Progress, address: string): Progress {
  const node = progressOf(progress, address);
  if (!node || node.state === 'done') return progress;
  return {
    ...withNode(progress, address, { ...node, state: 'done' }),
    ...learntOfDone(progress, address),
    done: [...progress.done, address],
  };
}

type EventOf<T extends UpgradeEvent['type']> = Extract<UpgradeEvent, { type: T }>;

function withNode(progress: Progress, address: string, node: NodeProgress): Progress {
  const { newest, earlier } = progress;
  const isSame = newest === undefined || newest.address === address;
  return {
    ...progress,
    newest: { address, node },
    earlier: isSame ? earlier : new Map(earlier).set(newest.address, newest.node),
    begun: begunWith(progress.begun, address, node),
  };
}

function begunWith(
  begun: Progress['begun'],
  address: string,
  { state }: NodeProgress,
): Progress['begun'] {
  const isBegun = state === 'started';
  if (begun.includes(address) === isBegun) return begun;
  return isBegun ? [...begun, address] : begun.filter((other) => other !== address);
}

function withStart(progress: Progress, address: string, at: Instant): Progress {
  const node = progressOf(progress, address);
  return node ? withNode(progress, address, { ...node, restartedAt: at }) : progress;
}

function withStep(
  progress: Progress,
  address: string,
  step: number,
  how: NodeProgress['steps'][number],
  more: Partial<NodeProgress> = {},
): Progress {
  const node = progressOf(progress, address);
  if (!node) return progress;
  return withNode(progress, address, { ...node, ...more, steps: { ...node.steps, [step]: how } });
}

function withBegun(progress: Progress, { node, step, at }: EventOf<'step-started'>): Progress {
  const before = progressOf(progress, node);
  const actAt = (before?.steps[step] === 'started' ? before.actAt : undefined) ?? at;
  return withStep(upTo(progress, node, step), node, step, 'started', { stepAt: at, actAt });
}

/** A step that is done again undoes what came after it. */
function upTo(progress: Progress, address: string, step: number): Progress {
  const node = progressOf(progress, address);
  if (!node || !Object.keys(node.steps).some((index) => Number(index) > step)) return progress;
  const kept = Object.entries(node.steps).filter(([index]) => Number(index) <= step);
  return withNode(progress, address, { ...node, steps: Object.fromEntries(kept) });
}

/** A start begins anew: what an earlier one knew is no measure of it. */
function knownFrom({ kind, outcome }: EventOf<'step-ended'>): Partial<NodeProgress> {
  const known = 'fatalBefore' in outcome ? outcome.fatalBefore : undefined;
  return kind === 'start' || known !== undefined ? { fatalBefore: known } : {};
}

function workedUntil(at: Instant, node: NodeProgress | undefined): Partial<NodeProgress> {
  return node?.stepAt === undefined ? {} : { workedMs: (node.workedMs ?? 0) + at - node.stepAt };
}
