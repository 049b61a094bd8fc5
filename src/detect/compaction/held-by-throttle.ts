import type { Evidence, Finding } from '../../model/finding.ts';
import { counted } from '../../model/counted.ts';
import { lastedText } from '../../model/lasted.ts';
import { rateText } from '../wording.ts';
import { weigh } from './causes.ts';
import { fallsBehind, throttleAdvice } from './falls-behind.ts';
import { throttleShare, type NodeCompactions } from './node-compactions.ts';
import { stackEvidence, type StacksSeen } from './stack-work.ts';
import { identity, progressEvidence } from './task-evidence.ts';
import { taskName, type TaskTrack } from './task-track.ts';

/** SLOW for a task without progress whose thread waits for the throttle, which always ends. */
export function heldByThrottle(
  track: TaskTrack,
  stacks: StacksSeen,
  on: NodeCompactions,
  evidence: readonly Evidence[] = [],
): Finding {
  const behind = fallsBehind(track, on);
  const piles = behind.length > 0 ? ', while work piles up' : '';
  const gap = lastedText(track.gapMs);
  return {
    ...identity(track, on),
    ...weigh([throttle(stacks)]),
    state: 'SLOW',
    severity: behind.length > 0 ? 'warning' : 'info',
    summary: `${taskName(track.task)} has not moved for ${gap}: its thread waits for the throttle${shareWords(on)}${piles}: slow, not stalled`,
    evidence: [...progressEvidence(track, on), ...evidence, ...stackEvidence(stacks), ...behind],
    advice: throttleAdvice(on, behind.length > 0),
  };
}

function shareWords(on: NodeCompactions): string {
  const share = throttleShare(on);
  return share === undefined || share <= 0 ? '' : ` (${rateText(share)} a task)`;
}

function throttle({ throttledLooks, looks }: StacksSeen) {
  const where = `a compaction thread waits in RateLimiter.acquire at ${throttledLooks} of ${counted(looks, 'look')}`;
  return { id: 'throttle', title: 'the compaction throttle', speaksFor: [where] };
}
