import { logOf, nodetoolOn, startOf, type Advice } from '../model/advice.ts';
import { shareAtLeast, shareAtMost } from '../model/binomial.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import {
  failedOf,
  outsidePhases,
  type Colour,
  type InsideView,
  type JudgedCoordinator,
  type OutsidePhase,
  type OutsideView,
  type PhaseCount,
} from '../model/outside.ts';
import { outsideStates, refusedState, type OutsideState } from './outside/states.ts';
import { counted } from '../model/counted.ts';
import { listed, rounded } from './wording.ts';

/** For the list of what can be found; it is no detector, because it judges no series. */
export const outsideFinding = {
  id: 'outside-view',
  title: 'clients from outside and the nodes themselves disagree whether a coordinator works',
} as const;

/**
 * A phase is red when at least 3 tries failed and more than 1 % fail with 95 % confidence; it is green when
 * fewer than 5 % fail with the same confidence. Of 360 tries (6 a second for 60 s) 8 failures are red: when 5 %
 * of the connects are dropped they are seen with a probability of 99.7 %, at 0.1 % with less than 1 in 10 million.
 */
export const outsideRule = { fewest: 3, redAbove: 0.01, greenBelow: 0.05 } as const;

export function judgeCoordinator(view: OutsideView, inside: InsideView): JudgedCoordinator {
  const asked = outsidePhases.flatMap((phase) => {
    const count = view.phases[phase];
    return count ? [[phase, colourOf(count)] as const] : [];
  });
  const has = (colour: Colour) => asked.some(([, each]) => each === colour);
  const isUnsure = has('unknown') || !view.phases.connect;
  const outside = has('red') ? 'red' : isUnsure ? 'unknown' : 'green';
  return { ...view, inside, outside, colours: Object.fromEntries(asked) };
}

export function colourOf(count: PhaseCount): Colour {
  const failed = failedOf(count);
  const { fewest, redAbove, greenBelow } = outsideRule;
  if (failed >= fewest && shareAtLeast(failed, count.tries) > redAbove) return 'red';
  return shareAtMost(failed, count.tries) < greenBelow ? 'green' : 'unknown';
}

/** Where outside and inside disagree, and where both are red: one finding for each phase that is red. */
export function outsideFindings(coordinators: readonly JudgedCoordinator[]): readonly Finding[] {
  return coordinators.flatMap((one) => {
    if (one.outside === 'red') return redPhases(one).map((phase) => dies(one, phase, coordinators));
    return one.inside.verdict === 'red' && one.outside === 'green' ? [onlyInside(one)] : [];
  });
}

function redPhases({ colours }: JudgedCoordinator): readonly OutsidePhase[] {
  return outsidePhases.filter((phase) => colours[phase] === 'red');
}

function dies(
  one: JudgedCoordinator,
  phase: OutsidePhase,
  all: readonly JudgedCoordinator[],
): Finding {
  const { node, inside, phases } = one;
  const count = phases[phase] ?? nothing;
  const failed = failedOf(count);
  const { state, where, noun, causes, advice } = stateOf(phase, count);
  const because = inside.verdict === 'green' ? '' : ` (${inside.because})`;
  return {
    detector: outsideFinding.id,
    state,
    severity: failed * 2 >= count.tries ? 'critical' : 'warning',
    node,
    summary:
      `inside ${inside.verdict}${because}, outside red, dies at ${where}: ` +
      `${failed} of ${counted(count.tries, noun)} failed (${classes(count)})`,
    evidence: [
      ...shareEvidence(count),
      ...alikeEvidence(phase, all),
      ...requestEvidence(phase, one),
      ...latencyEvidence(count),
    ],
    causes,
    advice:
      phase === 'connect' && inside.isAway ? adviceForGone(node, advice) : calls(node, advice),
  };
}

/** Nobody listens at its port, and nothing else of it answers: no nodetool would either. */
function adviceForGone(node: string, advice: OutsideState['advice']): readonly Advice[] {
  const sentences = advice.filter((words) => typeof words === 'string');
  return [logOf(node), startOf(node), ...sentences];
}

function calls(node: string, advice: OutsideState['advice']): readonly Advice[] {
  return advice.map((words) => (typeof words === 'string' ? words : nodetoolOn(node, ...words)));
}

/** The causes of a refused port are not those of one that is silent. */
function stateOf(phase: OutsidePhase, count: PhaseCount): OutsideState {
  const { refused = 0 } = count.failures;
  const isRefused = phase === 'connect' && refused * 2 > failedOf(count);
  return isRefused ? refusedState : outsideStates[phase];
}

const nothing: PhaseCount = { tries: 0, failures: {}, p50Ms: undefined, p99Ms: undefined };

/** `12 closed, 3 silent` */
function classes({ failures }: PhaseCount): string {
  return Object.entries(failures)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function shareEvidence(count: PhaseCount): readonly Evidence[] {
  const failed = failedOf(count);
  const percent = (share: number) => rounded(share * 100);
  const { fewest, redAbove } = outsideRule;
  return [
    { what: 'failed', value: failed, limit: fewest },
    { what: 'share that failed', value: percent(failed / count.tries), unit: '%' },
    {
      what: 'share that fails, at least (95 % confidence)',
      value: percent(shareAtLeast(failed, count.tries)),
      unit: '%',
      limit: percent(redAbove),
    },
  ];
}

/** All of them: look at what they share. One of them: look at that one. */
function alikeEvidence(
  phase: OutsidePhase,
  all: readonly JudgedCoordinator[],
): readonly Evidence[] {
  const alike = all.filter(({ colours }) => colours[phase] === 'red').map(({ node }) => node);
  const value = `${alike.length} of ${all.length}: ${listed(alike)}`;
  return [{ what: 'coordinators with the same', value }];
}

function requestEvidence(phase: OutsidePhase, one: JudgedCoordinator): readonly Evidence[] {
  const without =
    one.withoutSession > 0
      ? [{ what: 'requests without an open session', value: one.withoutSession }]
      : [];
  if (phase !== 'query') return without;
  const byKind = one.requests.map((request) => ({
    what: `${request.operation} at ${request.level}`,
    value: `${failedOf(request)} of ${request.tries} failed`,
  }));
  return [...byKind, ...without];
}

function latencyEvidence({ p50Ms, p99Ms }: PhaseCount): readonly Evidence[] {
  if (p50Ms === undefined || p99Ms === undefined) return [];
  return [
    { what: 'latency of those that succeed, p50', value: rounded(p50Ms), unit: 'ms' },
    { what: 'latency of those that succeed, p99', value: rounded(p99Ms), unit: 'ms' },
  ];
}

function onlyInside({ node, inside, phases }: JudgedCoordinator): Finding {
  const evidence = outsidePhases.flatMap((phase) => {
    const count = phases[phase];
    return count ? [{ what: phase, value: `${failedOf(count)} of ${count.tries} failed` }] : [];
  });
  return {
    detector: outsideFinding.id,
    state: 'INSIDE-RED',
    severity: 'warning',
    node,
    summary: `inside red, outside green: clients are served, but ${inside.because}`,
    evidence,
    advice: [
      nodetoolOn(node, 'status'),
      nodetoolOn(node, 'tpstats'),
      'believe both: the trouble may reach clients later, or only those of other coordinators',
    ],
  };
}
