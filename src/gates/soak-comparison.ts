import type { GateVerdict } from '../model/gate.ts';
import type { Instant } from '../model/instant.ts';
import { printable } from '../model/printable.ts';
import { latencies, type ByLatency, type Latency, type SoakBaseline } from '../model/soak.ts';
import { warmUpMs } from '../rules/soak/block-rule.ts';
import { nonePooled, type PooledSoFar } from '../rules/soak/pooled.ts';
import { judgeSoak, type LatencyVerdict, type SoakVerdict } from '../rules/soak/judge-soak.ts';
import { countedSince, ticksOf, type SoakHistory } from './soak-history.ts';
import { pass, refuse, wait } from './verdict.ts';

export const soakComparison = 'soak-comparison';

/** Everything the comparison looks at. */
export interface ComparisonView {
  readonly history: SoakHistory;
  readonly node: string;
  readonly dc: string;
  /** Undefined: none was collected before the stop. */
  readonly baseline: SoakBaseline | undefined;
  readonly restartedAt: Instant;
  /** Over the nodes done in this run. */
  readonly done: ByLatency<PooledSoFar>;
}

/** CONTINUE passes, HOLD waits, STOP refuses (rulings 3). What is missing never passes. */
export function judgeComparison(view: ComparisonView): GateVerdict {
  const { baseline, history, node, restartedAt, done } = view;
  if (!baseline) return wait('what was usual before the stop is not known');
  if (baseline.whyNot !== undefined) return pass(`not compared: ${baseline.whyNot}`);
  const { peers, isDecayed, usual } = baseline;
  const verdict = judgeSoak({
    peers: peers.length,
    isDecayed,
    latencies: latencies.flatMap((latency) => {
      const known = usual[latency];
      if (!known) return [];
      const after = ticksOf(history, { node, peers, latency, since: restartedAt });
      return [{ latency, usual: known, after, done: done[latency] ?? nonePooled }];
    }),
    ...failuresOf(view, peers),
  });
  return told(verdict, view, peers.length);
}

function failuresOf({ history, node, restartedAt }: ComparisonView, peers: readonly string[]) {
  const since = restartedAt + warmUpMs;
  const own = countedSince(history, node, since);
  if (!own) return {};
  return {
    failures: { own, others: peers.flatMap((peer) => countedSince(history, peer, since) ?? []) },
  };
}

function told(verdict: SoakVerdict, { dc }: ComparisonView, peers: number): GateVerdict {
  const beside =
    verdict.form === 'alone' ? 'compared with itself before' : `beside ${peers} peers of ${dc}`;
  const words = [...verdict.latencies.map(wordsOf), beside];
  if (verdict.failsMore)
    return refuse(`it fails requests that its peers do not; ${words.join(', ')}`);
  if (verdict.kind === 'STOP') return refuse(words.join(', '));
  if (verdict.kind === 'HOLD') return wait(words.join(', '));
  const note = printable(words.join(', '));
  return { kind: 'pass', note, effects: effectsOf(verdict.latencies) };
}

function effectsOf(judged: readonly LatencyVerdict[]): ByLatency<number> {
  const effects: { [L in Latency]?: number } = {};
  for (const { latency, effect } of judged) if (effect !== undefined) effects[latency] = effect;
  return effects;
}

function wordsOf({ latency, effect, from, to, blocks, unseen, pooled }: LatencyVerdict): string {
  const missing = unseen > 0 ? `, ${unseen} without an answer` : '';
  if (effect === undefined || from === undefined || to === undefined) {
    return `${latency}: no whole minute yet (${blocks} minutes${missing})`;
  }
  const own = `p99 of ${latency} ${factor(effect)} times as before (${factor(from)} to ${factor(to)}, ${blocks} minutes${missing})`;
  if (pooled?.isWorse !== true) return own;
  return `${own}, ${factor(pooled.effect)} times over ${pooled.nodes} nodes done`;
}

function factor(value: number): string {
  return value.toFixed(2);
}
