import type { Detector } from '../model/detector.ts';
import { liveOn, noLives } from '../model/finding-life.ts';
import type { Limits } from '../model/limits.ts';
import { metricRing } from '../model/metric-ring.ts';
import { peersView } from '../model/peers-view.ts';
import { addressesOf } from '../model/series.ts';
import { signalIds } from '../model/signal.ts';
import type { Series } from '../model/snapshot.ts';
import type { Watched, WatchedNode } from '../model/watched.ts';
import { ioSpike } from './io-spike.ts';
import { judgeRecords } from './io/watch-records.ts';
import { seriesOfEach, withKept, type KeptLook, type KeptLooks } from './kept-looks.ts';
import { signalsOf } from './node-signals.ts';
import { judgeKept } from './watch-judge.ts';

/** Of each metric an hour at a look every 10 s. */
const ringSize = 360;

/** Takes look after look; what it keeps does not grow with them. */
export function newWatch(
  detectors: readonly Detector[],
  limits: Limits,
): (look: KeptLook) => Watched {
  let kept: KeptLooks = [];
  let lives = noLives;
  let looks = 0;
  const rings = new Map<string, WatchedNode['rings']>();
  const ringsOf = (address: string) => {
    const known = rings.get(address) ?? newRings();
    rings.set(address, known);
    return known;
  };
  return (newest) => {
    kept = withKept(kept, newest, detectors, limits);
    looks += 1;
    const judgement = judgeKept(kept, detectors, limits);
    const records = judgeRecords(seriesOfEach(kept, limits)(ioSpike), limits, (address) =>
      ringsOf(address)
        .diskAwait.newest()
        .filter((value) => value !== undefined),
    );
    const next = liveOn(lives, { ...judgement, findings: [...judgement.findings, ...records] });
    lives = next.lives;
    const series = kept.map(({ look }) => look);
    return {
      at: judgement.at,
      looks,
      nodes: addressesOf(series).map((address) => rowOf(series, address, ringsOf(address))),
      ...next,
      missing: judgement.missing,
      notJudged: judgement.notJudged,
    };
  };
}

function newRings(): WatchedNode['rings'] {
  return Object.fromEntries(
    signalIds.map((id) => [id, metricRing(ringSize)]),
  ) as WatchedNode['rings'];
}

function rowOf(series: Series, address: string, rings: WatchedNode['rings']): WatchedNode {
  const signals = signalsOf(series, address);
  for (const id of signalIds) rings[id].push(signals[id]);
  return { address, peersSay: peersView(series, address).verdict, rings };
}
