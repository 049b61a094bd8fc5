import type { Instant } from '../../model/instant.ts';
import type { LogEntry, LogReplay, LogTail } from '../../model/readings.ts';
import { hasCome } from '../life.ts';
import type { ClusterState, Life, SimulatedNode } from '../state.ts';
import { failuresLogged } from './failing-view.ts';
import { logTime } from './log-time.ts';

/** What system.log says of this life: of compactions that failed, of a start that did, of a replay. */
export function logTail(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): LogTail {
  const compactions = failuresLogged(state, node, life, now);
  const entries = [...compactions, ...failedStart(life, now)];
  const replay = replayAt(life, now);
  const isLogging = compactions.length > 0 || replay !== undefined;
  const newestTime = isLogging ? logTime(now) : (entries.at(-1)?.time ?? '');
  return { entries, newestTime, gone: [], ...(replay ? { replay } : {}) };
}

/** As CassandraDaemon of every version words it. */
function failedStart({ failure }: Life, now: Instant): readonly LogEntry[] {
  if (!failure || !hasCome(failure.at, now)) return [];
  const { at, exception } = failure;
  return [
    {
      ...{ level: 'ERROR', thread: 'main', time: logTime(at) },
      message: 'Exception encountered during startup',
      exceptions: [exception],
    },
  ];
}

function replayAt({ replay }: Life, now: Instant): LogReplay | undefined {
  if (!replay || now < replay.from || now >= replay.until) return undefined;
  const { from, until, segments } = replay;
  const read = Math.floor((segments * (now - from)) / (until - from));
  return { since: logTime(from), segments, read };
}
