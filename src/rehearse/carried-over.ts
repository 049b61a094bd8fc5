import { detectAll } from '../detect/index.ts';
import { findingKey, isAtLeast, type Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import type { Plan } from '../model/plan.ts';
import { addressesOf, latestOf, latestValue, looksAt } from '../model/series.ts';
import { placesOf, type Series, type Snapshot, type SourceId } from '../model/snapshot.ts';
import { answersAt } from '../simulate/look-answers.ts';
import type { ClusterState } from '../simulate/state.ts';
import { isCarriedOver } from './twin-compactions.ts';

export interface NotCarriedOver {
  /** In words: what the detectors do not find on the twin, answers that were missing, what had to be assumed. */
  readonly all: readonly string[];
  /** Those for which a run would be held. */
  readonly wouldHold: readonly string[];
}

/** What the twin has not of what was seen: the same detectors judge the same looks at it. */
export function notCarriedOver(series: Series, twin: ClusterState, plan: Plan): NotCarriedOver {
  const onTwin = looksAtTwin(series, twin);
  const there = new Set(findingsOf(onTwin, plan.limits).map(findingKey));
  const lost = findingsOf(series, plan.limits).filter((one) => !there.has(findingKey(one)));
  const unseen = addressesOf(series).flatMap((node) => unseenWords(series, onTwin, node));
  return {
    all: [...lost.map(findingWords), ...unseen, ...assumed(series)],
    wouldHold: [...lost.filter((one) => isHolding(one, plan)).map(findingWords), ...unseen],
  };
}

/** As the gate has it before a node is done. */
function isHolding(finding: Finding, { cures, baseline }: Plan): boolean {
  const isCured = cures.includes(finding.detector) && baseline.includes(findingKey(finding));
  return isAtLeast(finding.severity, 'warning') && !isCured;
}

/** The same questions at the same distances in time. */
export function looksAtTwin(series: Series, twin: ClusterState): Series {
  const first = series[0]?.at ?? 0;
  return series.map((snapshot) => lookAtTwin(snapshot, twin, twin.at + snapshot.at - first));
}

function lookAtTwin({ nodes }: Snapshot, twin: ClusterState, at: number): Snapshot {
  const answers = answersAt(twin, at);
  const places = placesOf(twin.nodes);
  return {
    at,
    nodes: nodes.map(({ address, sources }) => {
      const wanted = new Set(Object.keys(sources) as SourceId[]);
      return { address, sources: answers(wanted)(places.get(address) ?? -1) };
    }),
  };
}

function findingsOf(series: Series, limits: Limits): readonly Finding[] {
  return detectAll(series, limits).flatMap(({ findings }) => findings);
}

function findingWords({ detector, state, node, summary }: Finding): string {
  return `${detector}${state === undefined ? '' : ` ${state}`} of ${node}: ${summary}`;
}

/** Sources that were silent on the node, and are not on its twin. */
function unseenWords(series: Series, onTwin: Series, node: string): readonly string[] {
  const asked = looksAt(series, node).flatMap(({ sources }) => Object.keys(sources));
  const unseen = [...new Set(asked as SourceId[])].filter((source) => {
    const seen = latestOf(series, node, source);
    const isMissing = seen?.kind === 'missing' && seen.why !== 'unsupported';
    return isMissing && latestOf(onTwin, node, source)?.kind === 'seen';
  });
  if (unseen.length === 0) return [];
  return [`${node} was not seen by ${unseen.join(', ')}: there it is as a quiet node`];
}

function assumed(series: Series): readonly string[] {
  const tasks = addressesOf(series).flatMap((node) =>
    (latestValue(series, node, 'compactionstats')?.active ?? []).map((task) => ({ node, task })),
  );
  const left = tasks
    .filter(({ task }) => !isCarriedOver(task))
    .map(({ node, task: { kind, keyspace, table, unit } }) => {
      return `${kind} of ${keyspace}.${table} on ${node}, which is counted in ${unit} or has no known end`;
    });
  const isRate = series.length < 2 && tasks.some(({ task }) => isCarriedOver(task));
  const rate = 'how fast compactions move, which one look does not show: at their throttle there';
  return isRate ? [...left, rate] : left;
}
