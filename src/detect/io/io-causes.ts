import type { Evidence } from '../../model/finding.ts';
import { weigh, type Weighed } from '../compaction/causes.ts';
import { rateText, rounded } from '../wording.ts';
import type { Shares } from './shares.ts';

/** More than half of the bytes is a culprit, a quarter speaks for one, a twentieth against it. */
const mostShare = 0.5;
const someShare = 0.25;
const littleShare = 0.05;

/** Who moved the bytes of the device; nobody is called likely who moved less than half of them. */
export function ioCauses(shares: Shares) {
  return weigh([
    otherProcess(shares),
    activity(shares, 'compaction', 'compactions', shares.compactionRate),
    activity(shares, 'flush', 'flushes of memtables', shares.flushRate),
    activity(shares, 'streaming', 'streams to and from other nodes', shares.streamRate),
  ]);
}

function otherProcess(shares: Shares): Weighed {
  const { nodesRate, deviceRate, device } = shares;
  const others = othersRate(shares);
  const isMost = others !== undefined && others >= mostShare * deviceRate;
  return {
    id: 'other-process',
    title: 'another process on the machine',
    speaksFor: [
      isMost
        ? `what is not Cassandra moves ${rateText(others)} of ${rateText(deviceRate)} of ${device}`
        : undefined,
    ],
    speaksAgainst: [
      nodesRate !== undefined && !isMost
        ? `Cassandra moves ${rateText(nodesRate)} of ${rateText(deviceRate)} of ${device}`
        : undefined,
    ],
  };
}

function activity(shares: Shares, id: string, title: string, moved: number | undefined): Weighed {
  const { deviceRate } = shares;
  const own = shares.ownRate ?? deviceRate;
  // Caches and compression make it less on the disk: no more than the process moved.
  const share = moved === undefined ? undefined : Math.min(moved, own) / deviceRate;
  const words = moved === undefined ? '' : `they move ${rateText(moved)} before compression`;
  return {
    id,
    title,
    speaksFor: [share !== undefined && share >= someShare ? words : undefined],
    speaksAgainst: [share !== undefined && share < littleShare ? words : undefined],
    isGuess: share === undefined || share < mostShare,
  };
}

function othersRate({ nodesRate, deviceRate }: Shares): number | undefined {
  return nodesRate === undefined ? undefined : Math.max(0, deviceRate - nodesRate);
}

/** The bytes of the device, part by part, and what is left of them. */
export function shareEvidence(shares: Shares): readonly Evidence[] {
  const { deviceRate, nodesRate, ownRate, compactionRate, flushRate, streamRate } = shares;
  const percent = (part: number) =>
    deviceRate > 0 ? `${rounded((100 * part) / deviceRate)} %` : 'of nothing';
  const part = (what: string, value: number | undefined): readonly Evidence[] => [
    { what, value: value === undefined ? 'not seen' : `${rateText(value)} (${percent(value)})` },
  ];
  const known = (compactionRate ?? 0) + (flushRate ?? 0) + (streamRate ?? 0);
  return [
    ...part('of it, this node', ownRate),
    ...(nodesRate === ownRate ? [] : part('of it, all nodes of the machine', nodesRate)),
    ...part('of it, other processes', othersRate(shares)),
    ...part('compactions, before compression', compactionRate),
    ...part('flushes, before compression', flushRate),
    ...part('streams', streamRate),
    ...part(
      'this node, unexplained (commit log, reads, hints)',
      ownRate === undefined ? undefined : Math.max(0, ownRate - known),
    ),
  ];
}
