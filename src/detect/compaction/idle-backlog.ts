import { nodetoolOn } from '../../model/advice.ts';
import type { Finding, Undecided } from '../../model/finding.ts';
import { lastedText } from '../../model/lasted.ts';
import { spanMs, type Look } from '../../model/series.ts';
import { backlogCauses } from './backlog-causes.ts';
import { disabledTables } from './disabled.ts';
import type { NodeCompactions } from './node-compactions.ts';
import type { CompactionLook } from './task-track.ts';

/**
 * IDLE-BACKLOG: a healthy node looks at every table once a minute, so work that waits while
 * nothing runs over three such ticks is abnormal. One pending task is not: TWCS counts one too
 * many (CASSANDRA-15409).
 */
export function judgeBacklog(on: NodeCompactions): readonly Finding[] {
  const idle = idleLooks(on);
  const overMs = spanMs(idle);
  if (idle.length < 3 || overMs < on.limits.idleBacklogMs) return [];
  const samples = idle.map(({ at, value }) => ({ at, value: value.pending ?? 0 }));
  const pending = samples.at(-1)?.value ?? 0;
  const disabled = disabledTables(on).length;
  return [
    {
      detector: 'stalled-compaction',
      state: 'IDLE-BACKLOG',
      severity: disabled > 0 ? 'warning' : 'critical',
      node: on.node,
      ...backlogCauses(on),
      summary: `${pending} compactions pending and none running for ${lastedText(overMs)}`,
      evidence: [
        { what: 'pending', value: pending, limit: on.limits.idleBacklogPending, samples },
        { what: 'idle', value: Math.round(overMs / 1000), unit: 's', limit: limitSeconds(on) },
        { what: 'tables without autocompaction', value: disabled },
      ],
      advice: [
        nodetoolOn(on.node, 'compactionstats'),
        nodetoolOn(on.node, 'statusautocompaction', '-a'),
        'look in the log for "Not enough space for compaction" and for repeated exceptions',
      ],
    },
  ];
}

/** Work that waits now with nothing running, on a node that is not yet called idle for it. */
export function undecidedBacklog(on: NodeCompactions): readonly Undecided[] {
  const pending = idleLooks(on).at(-1)?.value.pending;
  if (pending === undefined || judgeBacklog(on).length > 0) return [];
  return [
    {
      ...{ detector: 'stalled-compaction', state: 'IDLE-BACKLOG', node: on.node },
      what: `${pending} compactions pending and none running`,
      isUsual: true,
    },
  ];
}

/** A backlog that was seen all the time, but not long enough to be called one. */
export function backlogNeedsLonger(on: NodeCompactions): boolean {
  const idle = idleLooks(on);
  return idle.length > 1 && idle.length === on.looks.length && judgeBacklog(on).length === 0;
}

/** The newest looks, without a break, in which work waited and nothing ran. */
function idleLooks({ looks, limits }: NodeCompactions): readonly Look<CompactionLook>[] {
  const isIdle = ({ value }: Look<CompactionLook>) =>
    value.active.length === 0 && (value.pending ?? 0) >= limits.idleBacklogPending;
  const last = looks.at(-1);
  if (!last || !isIdle(last)) return none;
  return looks.slice(looks.findLastIndex((look) => !isIdle(look)) + 1);
}

const none: readonly Look<CompactionLook>[] = [];

function limitSeconds({ limits }: NodeCompactions): number {
  return limits.idleBacklogMs / 1000;
}
