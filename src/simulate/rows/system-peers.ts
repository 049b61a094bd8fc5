import type { CqlPeers } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/** What a row holds beyond the reading, by address. */
export type PeerDecorations = Readonly<
  Record<string, { readonly dc?: string; readonly rack?: string }>
>;

/** `system.peers_v2` (4.0+). Fields that have not come in yet are null. */
export function peersV2Rows(
  { peers }: CqlPeers,
  release: string,
  decorations: PeerDecorations = {},
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return peers.map((peer) => ({
    peer: peer.address,
    peer_port: 7000,
    ...commonOf(peer, decorations),
    preferred_port: null,
    native_address: peer.address,
    native_port: 9042,
  }));
}

/** `system.peers`, in every version. */
export function peersRows(
  { peers }: CqlPeers,
  decorations: PeerDecorations = {},
): readonly CqlRow[] {
  return peers.map((peer) => ({
    peer: peer.address,
    ...commonOf(peer, decorations),
    rpc_address: peer.address,
  }));
}

function commonOf(peer: CqlPeers['peers'][number], decorations: PeerDecorations): CqlRow {
  const { dc, rack } = decorations[peer.address] ?? {};
  return {
    data_center: dc ?? null,
    host_id: peer.hostId ?? null,
    preferred_ip: null,
    rack: rack ?? null,
    release_version: peer.releaseVersion ?? null,
    schema_version: peer.schemaVersion ?? null,
    tokens: null,
  };
}
