import type { Parsed } from '../model/parsed.ts';
import type { GossipEndpoint, GossipInfo } from '../model/readings.ts';
import { plainAddress } from './plain-address.ts';
import { wholeOf } from './quantity.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/** `nodetool gossipinfo`: one block an endpoint; a blank line comes last. */
export function parseGossipInfo(text: string): Parsed<GossipInfo> {
  return reading(() => {
    const lines = linesOf(text);
    const blocks = blocksOf(lines);
    const last = lines.at(-1) ?? '';
    if (blocks.length === 0) unreadable(last, 'no endpoint in the text');
    if (last !== '') unreadable(last, 'no blank line at the end: it was cut off');
    return { endpoints: blocks.map(endpointOf), heartbeats: blocks.map(heartbeatOf) };
  });
}

interface Block {
  readonly head: string;
  /** Value by state; the version of a state, which only gossip needs, is cut off. */
  readonly states: Map<string, string>;
}

/** What comes before the first endpoint is a JVM's talk. */
function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (/^[^\s/]*\/\S+\s*$/.test(line)) blocks.push({ head: line.trim(), states: new Map() });
    else if (block && line.trim() !== '') addState(block.states, line);
    else if (/^ {2}\w+:/.test(line)) unreadable(line, 'a state of nobody');
  }
  return blocks;
}

/** A state that is said twice belongs to an endpoint whose own line is lost. */
function addState(states: Map<string, string>, line: string): void {
  const [name, value] = stateOf(line);
  if (states.has(name)) unreadable(line, `${name} is said twice of one endpoint`);
  states.set(name, value);
}

/** `generation:17`, `DC:12:dc1`, `TOKENS: not present`. Values hold colons themselves. */
function stateOf(line: string): readonly [string, string] {
  const [, name = '', value = ''] =
    /^\s+(\w+):(?:\d+:)?(.*)$/.exec(line) ?? unreadable(line, 'not a state of an endpoint');
  return [name, value.trim()];
}

function endpointOf(block: Block): GossipEndpoint {
  const { head, states } = block;
  const rpcReady = states.get('RPC_READY');
  return {
    address: plainAddress(head),
    generation: numberIn(block, 'generation'),
    status: (states.get('STATUS_WITH_PORT') ?? states.get('STATUS'))?.split(',')[0],
    schema: states.get('SCHEMA'),
    dc: states.get('DC'),
    rack: states.get('RACK'),
    releaseVersion: states.get('RELEASE_VERSION'),
    netVersion: states.has('NET_VERSION') ? numberIn(block, 'NET_VERSION') : undefined,
    hostId: states.get('HOST_ID')?.toLowerCase(),
    rpcReady: rpcReady === undefined ? undefined : rpcReady === 'true',
  };
}

function heartbeatOf(block: Block): number {
  return numberIn(block, 'heartbeat');
}

function numberIn({ head, states }: Block, name: string): number {
  return wholeOf(states.get(name) ?? '', `${head} ${name}`);
}
