import type { PendingHints } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import type { HintDecorations } from '../say/listpendinghints.ts';
import { isFrom } from '../say/release.ts';

/** `system_views.pending_hints` (4.1+). A node that gossip has forgotten, `?`, has no address. */
export function pendingHintRows(
  { targets }: PendingHints,
  release: string,
  decorations: HintDecorations = {},
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 1)) return undefined;
  return targets.map(({ hostId, address, files }) => {
    const { rack, dc, status, newest, oldest } = decorations[hostId] ?? {};
    const isForgotten = address === '?';
    return {
      host_id: hostId,
      address: isForgotten ? null : address,
      port: isForgotten ? null : 7000,
      rack: rack ?? 'Unknown',
      dc: dc ?? 'Unknown',
      status: status ?? 'Unknown',
      files,
      newest: newest ?? null,
      oldest: oldest ?? null,
    };
  });
}
