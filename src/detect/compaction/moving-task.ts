import { nodetoolOn } from '../../model/advice.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { lastedText } from '../../model/lasted.ts';
import type { Limits } from '../../model/limits.ts';
import { spanMs } from '../../model/series.ts';
import type { DeviceLoad } from '../io/device-load.ts';
import { cpuShortage } from '../machine/cpu-shortage.ts';
import { rateText, rounded } from '../wording.ts';
import { weigh, type Weighed } from './causes.ts';
import { answerWords, deviceDuring, isSaturated } from './device.ts';
import { fallsBehind, throttleAdvice } from './falls-behind.ts';
import { fewestSamples } from './flat-task.ts';
import { growthOf, throttleShare, type NodeCompactions } from './node-compactions.ts';
import { identity, progressEvidence } from './task-evidence.ts';
import { taskName, type TaskTrack } from './task-track.ts';
import { threadWork } from './thread-work.ts';

/** SLOW or LARGE for a task that moves and was watched for long enough; both are no stall. */
export function judgeMovingTask(track: TaskTrack, on: NodeCompactions): readonly Finding[] {
  const watchedMs = spanMs(track.samples);
  const moved = growthOf(track.samples);
  const isWatched = watchedMs >= on.limits.stallAfterMs && track.samples.length >= fewestSamples;
  if (!isWatched || moved <= 0 || track.task.unit !== 'bytes') return [];
  const rate = (moved * 1000) / watchedMs;
  const device = deviceDuring(track, on);
  const isSlow = isThrottled(rate, track, on) && !(device && isSaturated(device, on.limits));
  return [isSlow ? slow(track, rate, device, on) : large(track, rate, on)];
}

/**
 * Progress counts uncompressed bytes, the throttle what is read from disk: at the throttle the
 * progress is its share divided by the compression ratio, seldom under 0.2. Above 1.3 shares the
 * threads must be seen to wait as well.
 */
const plainUpTo = 1.3;
const compressedUpTo = 1.3 / 0.2;
const waitingThreadShare = 0.5;

function isThrottled(rate: number, track: TaskTrack, on: NodeCompactions): boolean {
  const share = throttleShare(on);
  if (share === undefined || share <= 0) return false;
  const factor = rate / share;
  if (factor < on.limits.throttledFrom) return false;
  return factor <= plainUpTo || (factor <= compressedUpTo && threadsWait(track, on));
}

function threadsWait(track: TaskTrack, on: NodeCompactions): boolean {
  const [from, to] = [track.samples[0], track.samples.at(-1)];
  if (!from || !to) return false;
  const work = threadWork(on.series, on.node, from, to);
  return work !== undefined && work.share < waitingThreadShare * on.tracks.length;
}

function slow(
  track: TaskTrack,
  rate: number,
  device: DeviceLoad | undefined,
  on: NodeCompactions,
): Finding {
  const behind = fallsBehind(track, on);
  const share = throttleShare(on) ?? 0;
  return {
    ...identity(track, on),
    state: 'SLOW',
    severity: behind.length > 0 ? 'warning' : 'info',
    summary: `${taskName(track.task)} moves at ${rateText(rate)}, held by the throttle (${rateText(share)} a task)${behind.length > 0 ? ', while work piles up' : ''}: slow, not stalled`,
    ...weigh([...slowCauses(rate / share, device), cpuShortage(on.series, on.node)]),
    evidence: [
      ...progressEvidence(track, on),
      { what: 'rate', value: Math.round(rate), unit: 'bytes/s', limit: Math.round(share) },
      ...deviceEvidence(device, on.limits),
      ...behind,
    ],
    advice: throttleAdvice(on, behind.length > 0),
  };
}

/** S3 and S4 look alike in progress alone. */
function slowCauses(shares: number, device: DeviceLoad | undefined): readonly Weighed[] {
  return [
    {
      id: 'throttle',
      title: 'the compaction throttle',
      speaksFor: [`its rate is ${rounded(shares)} times its share of it`],
    },
    {
      id: 'disk',
      title: 'the disk is too slow',
      speaksFor: [],
      speaksAgainst: [device && answerWords(device)],
    },
  ];
}

function large(track: TaskTrack, rate: number, on: NodeCompactions): Finding {
  const { completed, total } = track.task;
  // No stall, and so nothing to rule out.
  const { causes } = weigh([cpuShortage(on.series, on.node)]);
  const left = total > completed ? lastedText(((total - completed) / rate) * 1000) : 'unknown';
  return {
    ...identity(track, on),
    ...(causes.length > 0 ? { causes } : {}),
    state: 'LARGE',
    severity: 'info',
    summary: `${taskName(track.task)} moves at ${rateText(rate)}, time left ${left}: no stall`,
    evidence: [
      ...progressEvidence(track, on),
      { what: 'rate', value: Math.round(rate), unit: 'bytes/s' },
    ],
    advice: [nodetoolOn(on.node, 'compactionstats')],
  };
}

function deviceEvidence(device: DeviceLoad | undefined, limits: Limits): readonly Evidence[] {
  if (!device) return [{ what: 'device', value: 'not seen, or no I/O' }];
  const { diskAwaitMs, diskQueue } = limits;
  return [
    {
      what: `await of ${device.device}`,
      value: rounded(device.awaitMs),
      unit: 'ms',
      limit: diskAwaitMs,
    },
    { what: `queue of ${device.device}`, value: rounded(device.queue), limit: diskQueue },
  ];
}
