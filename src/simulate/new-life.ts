import type { Instant } from '../model/instant.ts';
import { lineOfRelease } from '../model/version.ts';
import { uuidOf, wholeBetween } from './chance.ts';
import type { Fault, FaultOf } from './fault.ts';
import { faultOn } from './node-faults.ts';
import type { ClusterState, Life, SimulatedNode } from './state.ts';

/** What a start leads to, and the faults that had a part in it. */
export interface NewLife {
  readonly life: Life;
  readonly faults: readonly Fault[];
}

/**
 * The life that a start brings. Times as seen on real nodes (one to three dozen seconds to CQL, peers
 * up 5-10 s before it); a commit log that no drain emptied is replayed first.
 */
export function newLife(state: ClusterState, node: SimulatedNode, now: Instant): NewLife {
  const faults = faultsOfStart.flatMap((kind) => faultOn(state, kind, node.address, now) ?? []);
  const last = node.lives.at(-1);
  const identity = identityOf(state, node, now, faults);
  return {
    life: {
      pid: wholeBetween(2_000, 60_000, state.seed, node.address, 'pid', node.stops),
      startedAt: now,
      generation: Math.max(Math.floor(now / 1_000), (last?.generation ?? 0) + 1),
      ...identity,
      ...(node.compatibility ? { compatibility: node.compatibility } : {}),
      jmxAt: now + 3_000,
      ...comingUp(state, node, now, faults),
    },
    faults,
  };
}

const faultsOfStart = [
  'returns-changed',
  'dies-starting',
  'fails-starting',
  'starts-slowly',
  'cql-stays-closed',
] as const;

type StartFault = FaultOf<(typeof faultsOfStart)[number]>;

function identityOf(
  { seed }: ClusterState,
  node: SimulatedNode,
  now: Instant,
  faults: readonly StartFault[],
): Pick<Life, 'release' | 'hostId' | 'rack' | 'dc' | 'tokenCount'> {
  const what = faults.find((fault) => fault.kind === 'returns-changed')?.what;
  const { installed, lives, hostId, rack, dc, tokens } = node;
  const isOld = what === 'release';
  return {
    release: isOld ? (lives.at(-1)?.release ?? installed) : installed,
    hostId: what === 'host-id' || what === 'empty' ? uuidOf(seed, node.address, now) : hostId,
    rack: what === 'rack' ? `${rack}-other` : rack,
    dc,
    tokenCount: tokens.length,
  };
}

function comingUp(
  { seed }: ClusterState,
  node: SimulatedNode,
  now: Instant,
  faults: readonly StartFault[],
): Pick<Life, 'gossipAt' | 'cqlAt' | 'replay' | 'failure' | 'end'> {
  const failed = failedStart(node, now + failsAfterMs, faults);
  if (failed) return failed;
  const seconds = (min: number, max: number, what: string) =>
    1_000 * wholeBetween(min, max, seed, node.address, what, node.stops);
  const isDrained = node.lives.at(-1)?.drain?.doneAt !== undefined;
  const replayMs = isDrained ? 0 : seconds(5, 20, 'replay');
  const slowMs = faults.find((fault) => fault.kind === 'starts-slowly')?.extraMs ?? 0;
  const gossipAt = now + seconds(8, 15, 'boot') + replayMs + slowMs;
  const replay = { from: now + replayedAfterMs, until: now + replayedAfterMs + replayMs };
  const isClosed = faults.some((fault) => fault.kind === 'cql-stays-closed');
  return {
    gossipAt,
    ...(isDrained ? {} : { replay: { ...replay, segments: replayedSegments } }),
    ...(isClosed ? {} : { cqlAt: gossipAt + seconds(5, 10, 'cql') }),
  };
}

const failsAfterMs = 4_000;
const replayedAfterMs = 4_000;
const replayedSegments = 5;

/** A start that leads to nothing: it dies of something, or says of what, and ends or lives on. */
function failedStart(
  node: SimulatedNode,
  at: Instant,
  faults: readonly StartFault[],
): Pick<Life, 'failure' | 'end'> | undefined {
  const end = { at, announced: false };
  const dying = faults.find((fault) => fault.kind === 'dies-starting');
  if (dying) return { end: { ...end, log: dying.log } };
  const isEmpty = faults.some(
    (fault) => fault.kind === 'returns-changed' && fault.what === 'empty',
  );
  const exception = lineOfWrongYaml(node) ?? (isEmpty ? lineOfCollision(node) : undefined);
  if (exception !== undefined) return { failure: { at, exception }, end };
  const failing = faults.find((fault) => fault.kind === 'fails-starting');
  return failing && { failure: { at, exception: failing.exception } };
}

/** A configuration of another line has keys the release does not know. */
function lineOfWrongYaml({ installed, configured }: SimulatedNode): string | undefined {
  if (lineOfRelease(installed) === lineOfRelease(configured)) return undefined;
  return 'org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml. Please remove properties [native_transport_max_negotiable_protocol_version] from your cassandra.yaml';
}

/** Without its data a node has a new host id; peers that know another one of its address refuse it. */
function lineOfCollision({ address }: SimulatedNode): string {
  return `java.lang.RuntimeException: A node with address /${address}:7000 already exists, cancelling join. Use cassandra.replace_address if you want to replace this node.`;
}
