import type { GossipEndpoint, GossipInfo } from '../../model/readings.ts';
import { gossipStates, type GossipExtras } from './gossip-states.ts';
import { text } from './table.ts';

/** What gossip says of an endpoint beyond the reading, by its address. */
export type GossipDecorations = Readonly<Record<string, GossipBlock>>;

export interface GossipBlock extends GossipExtras {
  /** Version of each state; by default they count up in the order of the states. */
  readonly versions?: Readonly<Record<string, number>>;
}

/**
 * `nodetool gossipinfo`: the layout is that of every version; which states there are depends on
 * the release of the endpoint, not on that of the node that is asked.
 */
export function sayGossipInfo(
  { endpoints, heartbeats }: GossipInfo,
  release: string,
  decorations: GossipDecorations = {},
): string {
  const blocks = endpoints.map((endpoint, at) =>
    text(blockOf(endpoint, heartbeats[at] ?? 0, release, decorations[endpoint.address] ?? {})),
  );
  return `${blocks.join('')}\n`;
}

function blockOf(
  endpoint: GossipEndpoint,
  heartbeat: number,
  release: string,
  { versions = {}, ...extras }: GossipBlock,
): readonly string[] {
  const states = gossipStates(endpoint, endpoint.releaseVersion ?? release, extras);
  const line = ([state, value]: readonly [string, string], at: number) =>
    `  ${state}:${versions[state] ?? at + 1}:${value}`;
  const tokens = versions['TOKENS'] ?? states.length + 1;
  const isJoined = endpoint.status !== undefined;
  return [
    `/${endpoint.address}`,
    `  generation:${endpoint.generation}`,
    `  heartbeat:${heartbeat}`,
    ...states.map(line),
    isJoined ? `  TOKENS:${tokens}:<hidden>` : '  TOKENS: not present',
  ];
}
