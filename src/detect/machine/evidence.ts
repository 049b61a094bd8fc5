import type { Evidence } from '../../model/finding.ts';
import { latestValue } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';
import { rounded } from '../wording.ts';

/** Whose limit it is, and what the whole machine lacks beside it: `a CPU`, `memory`. */
export function machineEvidence(
  series: Series,
  node: string,
  source: 'cpu-pressure' | 'memory-pressure',
  wanted: string,
): readonly Evidence[] {
  const pressure = latestValue(series, node, source)?.someAvg10;
  return [
    { what: 'control group', value: latestValue(series, node, 'cgroup')?.path ?? 'not seen' },
    {
      what: `tasks of the whole machine wait for ${wanted}`,
      ...(pressure === undefined
        ? { value: 'not seen' }
        : { value: rounded(pressure), unit: '% of the time' }),
    },
  ];
}
