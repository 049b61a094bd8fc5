import type { PendingHints } from '../../model/readings.ts';
import { printed, type Answer } from './answer.ts';
import { withPort } from './endpoint.ts';
import { sayUnknownCommand } from './failure.ts';
import { isFrom } from './release.ts';
import { table } from './table.ts';

/** What the text says of a target beyond the reading, by host id. */
export type HintDecorations = Readonly<Record<string, HintTarget>>;

export interface HintTarget {
  readonly rack?: string;
  readonly dc?: string;
  /** `UP`, `DOWN`, or `Unknown` as the other cells of a node that gossip has forgotten. */
  readonly status?: string;
  /** In UTC: `2026-11-24 19:50:23,559` */
  readonly newest?: string;
  readonly oldest?: string;
}

const header = ['Host ID', 'Address', 'Rack', 'DC', 'Status', 'Total files', 'Newest', 'Oldest'];
const noTime = '1970-01-01 00:00:00,000';

/** `nodetool listpendinghints` (4.1+). A target whose address is unknown, `?`, has an empty cell. */
export function sayListPendingHints(
  { targets }: PendingHints,
  release: string,
  decorations: HintDecorations = {},
): Answer {
  if (!isFrom(release, 4, 1)) return sayUnknownCommand(['listpendinghints']);
  if (targets.length === 0) return printed('This node does not have any pending hints\n');
  const rows = targets.map(({ hostId, address, files }) => {
    const { rack, dc, status, newest, oldest } = decorations[hostId] ?? {};
    return [
      hostId,
      address === '?' ? '' : withPort(address, 7000),
      rack ?? 'Unknown',
      dc ?? 'Unknown',
      status ?? 'Unknown',
      String(files),
      newest ?? noTime,
      oldest ?? noTime,
    ];
  });
  return printed(table([header, ...rows]));
}
