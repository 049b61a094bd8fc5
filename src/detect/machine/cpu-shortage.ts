import { median } from '../../model/median.ts';
import { looksOf } from '../../model/series.ts';
import type { Series, SourceId } from '../../model/snapshot.ts';
import type { Weighed } from '../compaction/causes.ts';
import { pauseShare, pausesOf } from '../gc-share.ts';
import { rounded } from '../wording.ts';
import { throttledShare, throttlingOf } from './throttling.ts';

/** What tells it, beside collections; asked with the rest of what the machine says. */
export const cpuSources = ['cpu-pressure', 'cgroup'] as const satisfies readonly SourceId[];

/**
 * From here on throttling counts: the share of periods at which kubernetes-mixin's alert CPUThrottlingHigh
 * fires by default.
 */
export const throttledFrom = 0.25;
const hardlyThrottled = 0.05;

/** PSI `some avg10` of the machine, in %: more than half of the time some task waits for a CPU; hardly any. */
const highPressure = 50;
const lowPressure = 10;

/** Of the time; as gc-pauses warns. */
const highPauses = 0.1;

/**
 * Cause S19: too little CPU for the node's work, because its control group holds it back, others on the machine
 * want to run too, or the JVM collects garbage instead.
 */
export function cpuShortage(series: Series, node: string): Weighed {
  const held = cpuHeldBack(series, node);
  const pauses = pauseShare(pausesOf(series, node));
  const isCollecting = pauses !== undefined && pauses >= highPauses;
  if (!isCollecting) return held;
  const words = `the JVM stands still to collect garbage ${rounded(pauses * 100)} % of the time`;
  return { ...held, speaksFor: [...held.speaksFor, words], speaksAgainst: [], isGuess: false };
}

/**
 * The same without collections, which are what it would explain. What the machine shows need not be about this
 * process, so alone it makes no more than a possibility.
 */
export function cpuHeldBack(series: Series, node: string): Weighed {
  const { words, isFree } = throttledWords(series, node);
  const pressure = median(
    looksOf(series, node, 'cpu-pressure').map((look) => look.value.someAvg10),
  );
  const title = 'too little CPU';
  if (pressure === undefined) {
    return { id: 'cpu-shortage', title, speaksFor: [words] };
  }
  const waits = `tasks of the machine wait for a CPU ${rounded(pressure)} % of the time`;
  return {
    id: 'cpu-shortage',
    title,
    speaksFor: [words, pressure >= highPressure ? waits : undefined],
    speaksAgainst: [
      pressure < lowPressure && isFree ? `${waits}, and no limit holds it` : undefined,
    ],
    isGuess: words === undefined,
  };
}

/** `isFree`: it is known that nothing held the process. */
function throttledWords(series: Series, node: string) {
  const throttling = throttlingOf(series, node);
  const share = throttledShare(throttling);
  const group = looksOf(series, node, 'cgroup').at(-1)?.value;
  const isCalm = share !== undefined && share < hardlyThrottled;
  const isHeld = throttling !== undefined && share !== undefined && share >= throttledFrom;
  return {
    words: isHeld
      ? `its control group holds it in ${rounded(share * 100)} % of the periods (limit ${rounded(throttling.limitCpus)} CPUs)`
      : undefined,
    isFree: group !== undefined && (group.cpu?.limitCpus === undefined || isCalm),
  };
}
