import { storageModeOf } from '../model/step.ts';
import { isSameVersion } from '../model/version.ts';
import type { Member } from './members.ts';
import type { PlanRequest } from './request.ts';
import { modeSeen } from './storage-mode.ts';

/** Whether the node is already what the roll makes of it; never in a restart. */
export function isThere(
  { address, release }: Pick<Member, 'address' | 'release'>,
  { toVersion, playbook, snapshot }: Pick<PlanRequest, 'toVersion' | 'playbook' | 'snapshot'>,
): boolean {
  const mode = storageModeOf(playbook.steps);
  if (toVersion === undefined && mode === undefined) return false;
  const isOnRelease = toVersion === undefined || isSameVersion(release, toVersion);
  return isOnRelease && (mode === undefined || modeSeen(snapshot, address) === mode);
}
