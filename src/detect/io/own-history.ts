import type { Finding, Severity } from '../../model/finding.ts';
import type { Limits } from '../../model/limits.ts';
import { rounded } from '../wording.ts';
import type { NodeLoad } from './node-load.ts';
import { adviceFor, levelEvidence } from './peer-comparison.ts';
import { fewestRows, recordRatios, type RecordRow } from './record-ratio.ts';

/** From this many rows on the series itself is the better comparison. */
export const historyRows = fewestRows;

/** A series shorter than this knows few extremes yet: only a clear record counts. */
const shortHistoryRows = 288;
export const notice = 1.15;
const clear = 2;
/** 10 cries wolf 1.4 times a machine-day on labelled disks, 13 finds all but one of the same events at 0.84. */
export const severeZ = 13;
/** A deviation below 2 ms of await never matters. */
const awaitFloorMs = 2;

/**
 * Awaits that are a record for this node, and hurt. The newest such row is reported; `earlier` rows are
 * only compared with.
 */
export function compareWithHistory(
  load: NodeLoad,
  limits: Limits,
  earlier: readonly number[] = [],
): readonly Finding[] {
  const { steps } = load;
  const awaits = [...earlier, ...steps.map((step) => step.load.awaitMs)];
  const isShort = awaits.length < shortHistoryRows;
  const rows = recordRatios(awaits, awaitFloorMs, isShort ? clear : notice);
  const last = rows.findLastIndex(
    (row, i) => row.isAlert && (awaits[i] ?? 0) >= limits.diskAwaitMs,
  );
  const [row, step] = [rows[last], steps[last - earlier.length]];
  if (!row || !step) return [];
  return [
    {
      detector: 'io-spike',
      state: 'RECORD',
      severity: severityOf(row),
      node: load.node,
      subject: step.load.device,
      summary: `await ${rounded(step.load.awaitMs)} ms: ${rounded(row.ratio)} times the largest usual deviation of ${awaits.length} looks${isShort ? ' (short history)' : ''}`,
      evidence: [
        { what: 'record ratio', value: rounded(row.ratio), limit: isShort ? clear : notice },
        { what: 'deviations from the mean', value: rounded(row.z), limit: severeZ },
        ...levelEvidence(load, limits),
      ],
      advice: adviceFor(load),
    },
  ];
}

function severityOf(row: RecordRow): Severity {
  if (row.z >= severeZ) return 'critical';
  return row.ratio >= clear ? 'warning' : 'info';
}
