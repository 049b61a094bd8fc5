import type { Evidence } from '../../model/finding.ts';
import { weigh, type Weighed } from '../compaction/causes.ts';
import { listed, rateText, rounded } from '../wording.ts';
import { isOnlyDisk, otherBytes } from './other-bytes.ts';
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
  const others = otherBytes(shares);
  const atLeast = isOnlyDisk(shares) ? '' : 'at least ';
  const isMost = others !== undefined && others.least >= mostShare * deviceRate;
  const isLess = others !== undefined && others.most < mostShare * deviceRate;
  return {
    id: 'other-process',
    title: 'another process on the machine',
    speaksFor: [
      isMost
        ? `what is not Cassandra moves ${atLeast}${rateText(others.least)} of ${rateText(deviceRate)} of ${device}`
        : undefined,
    ],
    speaksAgainst: [
      isLess && nodesRate !== undefined
        ? `Cassandra moves ${rateText(nodesRate)} of ${rateText(wholeRate(shares))} of ${wholeName(shares)}`
        : undefined,
    ],
  };
}

function wholeRate({ deviceRate, disks }: Shares): number {
  return disks && disks.names.length > 1 ? disks.bytesPerSecond : deviceRate;
}

function wholeName({ device, disks }: Shares): string {
  return disks && disks.names.length > 1 ? listed(disks.names) : device;
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
    // What it moved may lie on another disk.
    isGuess: share === undefined || share < mostShare || !isOnlyDisk(shares),
  };
}

/** The bytes of the device, part by part, and what is left of them. */
export function shareEvidence(shares: Shares): readonly Evidence[] {
  const { nodesRate, ownRate, compactionRate, flushRate, streamRate } = shares;
  // With more than one disk the parts are of no one device.
  const ofIt = isOnlyDisk(shares) ? 'of it' : 'on any disk';
  const whole = wholeRate(shares);
  const part = (what: string, value: number | undefined): readonly Evidence[] => [
    { what, value: value === undefined ? 'not seen' : shareText(value, whole) },
  ];
  const known = (compactionRate ?? 0) + (flushRate ?? 0) + (streamRate ?? 0);
  return [
    ...disksEvidence(shares),
    ...part(`${ofIt}, this node`, ownRate),
    ...(nodesRate === ownRate ? [] : part(`${ofIt}, all nodes of the machine`, nodesRate)),
    { what: 'of it, other processes', value: othersText(shares) },
    ...part('compactions, before compression', compactionRate),
    ...part('flushes, before compression', flushRate),
    ...part('streams', streamRate),
    ...part(
      'this node, unexplained (commit log, reads, hints)',
      ownRate === undefined ? undefined : Math.max(0, ownRate - known),
    ),
  ];
}

function othersText(shares: Shares): string {
  const others = otherBytes(shares);
  if (!others) return 'not seen';
  const { least, most } = others;
  const [from, to] = [shareText(least, shares.deviceRate), shareText(most, shares.deviceRate)];
  return from === to ? from : `${from} to ${to}`;
}

function shareText(part: number, whole: number): string {
  const share = whole > 0 ? `${rounded((100 * part) / whole)} %` : 'of nothing';
  return `${rateText(part)} (${share})`;
}

/** With more than one disk it is said which, and that no share of one of them is known. */
function disksEvidence({ disks }: Shares): readonly Evidence[] {
  if (disks === undefined) return [{ what: 'disks', value: 'not seen' }];
  if (disks.names.length === 1) return [];
  return [
    { what: 'disks that moved anything', value: listed(disks.names) },
    { what: 'all of them together', value: rateText(disks.bytesPerSecond) },
  ];
}
