import type { Learnt } from '../model/learnt.ts';
import { latencies, type ByLatency, type Latency } from '../model/soak.ts';
import { nonePooled, pooledWith, type PooledSoFar } from '../rules/soak/pooled.ts';

/** Over the nodes done: they become more as the run goes on, and what they were stays. */
export function pooling(): (effects: Learnt['effects']) => ByLatency<PooledSoFar> {
  const pooled: { [L in Latency]?: PooledSoFar } = {};
  let count = 0;
  return (effects) => {
    for (const effect of effects.slice(count)) {
      for (const latency of latencies) {
        const factor = effect[latency];
        if (factor === undefined) continue;
        pooled[latency] = pooledWith(pooled[latency] ?? nonePooled, factor);
      }
    }
    count = effects.length;
    return { ...pooled };
  };
}
