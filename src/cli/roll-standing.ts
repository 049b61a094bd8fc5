import { isLockHeldBy } from '../execute/lock.ts';
import { lockPath, type RunHistory } from '../execute/run-store.ts';
import type { Plan } from '../model/plan.ts';
import type { Ports } from '../ports/index.ts';
import { toRollReport, type RollReport } from '../report/roll-report.ts';

/** What cannot be taken up again. */
export function isOver(how: RollReport['how']): boolean {
  return how === 'complete' || how === 'aborted';
}

/** How a run stands now: one without an end goes on only while somebody holds the lock. */
export async function rollStanding(
  plan: Plan,
  { events }: Pick<RunHistory, 'events'>,
  stateDir: string,
  ports: Pick<Ports, 'files' | 'processes'>,
): Promise<RollReport> {
  const told = toRollReport(plan, events);
  if (told.how !== 'running') return told;
  const goesOn = await isLockHeldBy(lockPath(stateDir, plan.cluster), told.runId, ports);
  return goesOn ? told : { ...told, how: 'died' };
}
