import { detectAll } from '../detect/index.ts';
import { findingKey, type Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestOf, latestValue, looksAt } from '../model/series.ts';
import { placesOf, type Series, type Snapshot, type SourceId } from '../model/snapshot.ts';
import { answersAt } from '../simulate/look-answers.ts';
import type { ClusterState } from '../simulate/state.ts';
import { isCarriedOver } from './twin-compactions.ts';

/**
 * What the twin has not of what was seen, in words: findings that the same detectors do not make of the
 * same looks at the twin, answers that were missing, and what had to be assumed.
 */
export function notCarriedOver(
  series: Series,
  twin: ClusterState,
  limits: Limits,
): readonly string[] {
  const onTwin = looksAtTwin(series, twin);
  const there = new Set(findingsOf(onTwin, limits).map(findingKey));
  const lost = findingsOf(series, limits).filter((finding) => !there.has(findingKey(finding)));
  return [
    ...lost.map(findingWords),
    ...addressesOf(series).flatMap((node) => unseenWords(series, onTwin, node)),
    ...assumed(series),
  ];
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
