import type { Learnt } from '../model/learnt.ts';
import { latencies, type ByLatency, type Latency } from '../model/soak.ts';
import { nonePooled, pooledWith, type PooledSoFar } from '../rules/soak/pooled.ts';

/**
 * Over the nodes done, which become more as the run goes on and stay what they were, and others beside `node` that were compared
 * already.
 */
export function pooling(): (
  learnt: Pick<Learnt, 'effects' | 'compared'>,
  node: string,
) => ByLatency<PooledSoFar> {
  let pooled: ByLatency<PooledSoFar> = {};
  let count = 0;
  return ({ effects, compared }, node) => {
    pooled = effects.slice(count).reduce(withEffects, pooled);
    count = effects.length;
    const others = [...compared].flatMap(([address, of]) => (address === node ? [] : [of]));
    return others.reduce(withEffects, pooled);
  };
}

function withEffects(
  before: ByLatency<PooledSoFar>,
  effects: ByLatency<number>,
): ByLatency<PooledSoFar> {
  const pooled: { [L in Latency]?: PooledSoFar } = { ...before };
  for (const latency of latencies) {
    const factor = effects[latency];
    if (factor !== undefined) pooled[latency] = pooledWith(pooled[latency] ?? nonePooled, factor);
  }
  return pooled;
}
