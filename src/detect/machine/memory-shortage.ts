import { median } from '../../model/median.ts';
import { looksOf } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';
import type { Weighed } from '../compaction/causes.ts';
import { rounded } from '../wording.ts';
import { memoryUse } from './memory-use.ts';

/** PSI `some avg10`, in %: as much of the time as I/O pressure hurts from; hardly any. */
const highPressure = 10;
const lowPressure = 1;

/**
 * The kernel takes memory back while the node runs: code and cached files are read again, and a heap that is
 * swapped out makes collections long.
 */
export function memoryShortage(series: Series, node: string): Weighed {
  const pressure = median(
    looksOf(series, node, 'memory-pressure').map((look) => look.value.someAvg10),
  );
  const words =
    pressure === undefined
      ? undefined
      : `tasks of the machine wait for memory ${rounded(pressure)} % of the time`;
  const use = memoryUse(series, node);
  const isFull = use?.isFull === true;
  return {
    id: 'memory-shortage',
    title: 'too little memory beside the heap',
    speaksFor: [
      pressure !== undefined && pressure >= highPressure ? words : undefined,
      isFull ? `its control group runs into its memory limit (${use.words})` : undefined,
    ],
    speaksAgainst: [
      pressure !== undefined && pressure < lowPressure && !isFull ? words : undefined,
    ],
  };
}
