import type { Parsed } from '../model/parsed.ts';
import type { AbortedCompactions } from '../model/readings.ts';
import { beansOf, propertiesOf } from './mxdump.ts';
import { isCount } from './quantity.ts';
import { reading, unreadable } from './reading.ts';

/** The counters CompactionsAborted and CompactionsReduced as `sjk mxdump` prints them. */
export function parseAbortedCompactions(text: string): Parsed<AbortedCompactions> {
  return reading(() => {
    const counts = new Map(
      beansOf(text).map((bean) => [propertiesOf(bean.name).get('name'), bean['Count']]),
    );
    const countOf = (name: string): number => {
      const count = counts.get(name);
      return isCount(count) ? count : unreadable(name, 'its Count is not a number');
    };
    return { aborted: countOf('CompactionsAborted'), reduced: countOf('CompactionsReduced') };
  });
}
