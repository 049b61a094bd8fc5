/** The newest values of one metric; an unknown one is undefined, never 0. It never grows. */
export interface MetricRing {
  push(value: number | undefined): void;
  /** Oldest first: the newest `count`, or all there are. */
  newest(count?: number): readonly (number | undefined)[];
}

export function metricRing(size: number): MetricRing {
  const values = new Float64Array(size);
  let pushed = 0;
  return {
    push(value) {
      values[pushed % size] = value ?? NaN;
      pushed += 1;
    },
    newest(count = size) {
      const length = Math.min(count, pushed, size);
      return Array.from({ length }, (_, i) => {
        const value = values[(pushed - length + i) % size] ?? NaN;
        return Number.isNaN(value) ? undefined : value;
      });
    },
  };
}
