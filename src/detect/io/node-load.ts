import { median } from '../../model/median.ts';
import { placeOf } from '../../model/peers-view.ts';
import { looksOf } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';
import { busiestDevice, type DeviceLoad } from './device-load.ts';

/** What the disks of one node did over the series. */
export interface NodeLoad {
  readonly node: string;
  readonly rack: string | undefined;
  readonly dc: string | undefined;
  /** Over the whole series; undefined with fewer than two looks or hardly any request. */
  readonly whole: DeviceLoad | undefined;
  /** Look by look. */
  readonly steps: readonly { readonly at: number; readonly load: DeviceLoad }[];
  /** Median of PSI `some avg10`, in %; undefined without PSI. */
  readonly pressurePercent: number | undefined;
}

export function nodeLoad(series: Series, node: string): NodeLoad {
  const disks = looksOf(series, node, 'disks');
  const [first, last] = [disks[0], disks.at(-1)];
  const pressure = looksOf(series, node, 'io-pressure').map((look) => look.value.someAvg10);
  const steps = disks.slice(1).flatMap((to, i) => {
    const from = disks[i];
    const load = from && busiestDevice(from, to);
    return load ? [{ at: to.at, load }] : [];
  });
  return {
    node,
    ...placeOf(series, node),
    // Of two looks the one step is the whole.
    whole: first && last && disks.length > 2 ? busiestDevice(first, last) : steps[0]?.load,
    steps,
    pressurePercent: median(pressure),
  };
}
