import { addressSet } from '../model/address-set.ts';
import { logOf, nodetoolOn, startOf, type Advice } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding, MissingSource } from '../model/finding.ts';
import { mapChanged } from '../model/map-changed.ts';
import { gossipOf, peersView, votersOf, type PeersView } from '../model/peers-view.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { ringStateOf } from '../model/ring-state.ts';
import { addressesOf, latestOf, latestValue } from '../model/series.ts';
import type { Series, SourceId } from '../model/snapshot.ts';
import { missingOf } from './missing-sources.ts';
import { stoppedServices } from './stopped-services.ts';
import { listed } from './wording.ts';

/**
 * A node is down when its peers say so. Its own silence while peers see it UP is missing data, not
 * a node down; with no peer's answer nothing is known.
 */
export const nodeDown: Detector = {
  id: 'node-down',
  title: 'a node that its peers see DOWN, or that is not in the ring, or serves no clients',
  needs: ['status', 'info', 'gossipinfo', 'cql-local'],
  follows: [],
  ends: ['status', 'info', 'cql-local'],
  isOfMoment: true,
  detect(series) {
    const nodes = addressesOf(series);
    return {
      detector: 'node-down',
      findings: [
        ...nodes.flatMap((node) => judgeNode(series, node)),
        ...strangersOf(series).map((node) => stranger(series, node)),
      ],
      missing: nodes.flatMap((node) => notSeen(series, node)),
    };
  },
};

function judgeNode(series: Series, node: string): readonly Finding[] {
  const view = peersView(series, node);
  switch (view.verdict) {
    case 'down':
      return [downFinding(series, node, view)];
    case 'absent':
      return [absentFinding(series, node, view)];
    case 'up':
    case 'split':
    case 'unknown':
      return servesNoClients(series, node) ? [notServing(series, node, view)] : [];
  }
}

function downFinding(series: Series, node: string, view: PeersView): Finding {
  return {
    detector: 'node-down',
    state: 'DOWN',
    severity: 'critical',
    node,
    summary: `seen DOWN by ${listed(view.down)} (${view.down.length} of ${votes(view)} peers that answer)`,
    ...stoppedServices(series, node),
    evidence: allEvidence(series, node, view),
    advice: downAdvice(series, node, view.down[0] ?? node),
  };
}

/** A node that answers is not to be started: what it and its peers say of each other tells the cause. */
function downAdvice(series: Series, node: string, peer: string): readonly Advice[] {
  const peers = [nodetoolOn(peer, 'status'), nodetoolOn(peer, 'gossipinfo')];
  const answers = ownSources.some((source) => latestOf(series, node, source)?.kind === 'seen');
  if (!answers) return [logOf(node), startOf(node), ...peers];
  const own = [nodetoolOn(node, 'info'), nodetoolOn(node, 'gossipinfo')];
  return [...own, ...peers, logOf(node)];
}

/** What the peers, the node itself and gossip say. */
function allEvidence(series: Series, node: string, view: PeersView): readonly Evidence[] {
  return [...viewEvidence(view), ...ownEvidence(series, node), ...gossipEvidence(series, node)];
}

function absentFinding(series: Series, node: string, view: PeersView): Finding {
  return {
    detector: 'node-down',
    state: 'ABSENT',
    severity: 'critical',
    node,
    summary: `in the inventory, but in no ring view of ${listed(view.absent)}`,
    evidence: allEvidence(series, node, view),
    advice: [
      nodetoolOn(view.absent[0] ?? node, 'status'),
      'correct the address in the inventory, or let the node join',
    ],
  };
}

/** Gossip says UP, but the node itself says that its CQL port is closed. */
function servesNoClients(series: Series, node: string): boolean {
  return latestValue(series, node, 'info')?.nativeTransportActive === false;
}

function notServing(series: Series, node: string, view: PeersView): Finding {
  return {
    detector: 'node-down',
    state: 'NOT-SERVING',
    severity: 'critical',
    node,
    summary: 'not seen down, but its native transport is not active: clients cannot use it',
    ...stoppedServices(series, node),
    evidence: [...viewEvidence(view), ...ownEvidence(series, node)],
    advice: [
      nodetoolOn(node, 'info'),
      logOf(node),
      'look for disk_failure_policy or a drain in that log before nodetool enablebinary',
    ],
  };
}

/** Nodes that a ring shows and the inventory does not. */
function strangersOf(series: Series): readonly string[] {
  const nodes = addressesOf(series);
  const known = addressSet(series.at(-1)?.members ?? nodes);
  const views = new Set(nodes.map((node) => latestValue(series, node, 'status')));
  const strange = [...views].flatMap((view) => strangersIn(view?.rows ?? [], known));
  return [...new Set(strange)].sort();
}

function strangersIn(
  rows: readonly RingStatusRow[],
  known: ReadonlySet<string>,
): readonly string[] {
  const areKnown = remembered.get(known) ?? mapChanged(({ address }) => known.has(address));
  remembered.set(known, areKnown);
  if (!areKnown(rows).includes(false)) return [];
  return rows.map(({ address }) => address).filter((address) => !known.has(address));
}

/** From look to look most rows are the same values. */
const remembered = new WeakMap<
  ReadonlySet<string>,
  (rows: readonly RingStatusRow[]) => readonly boolean[]
>();

function stranger(series: Series, node: string): Finding {
  const view = peersView(series, node);
  return {
    detector: 'node-down',
    state: 'NOT-IN-INVENTORY',
    severity: 'warning',
    node,
    summary: 'in the ring but not in the inventory: unknown, not judged',
    evidence: [...viewEvidence(view), ...ringEvidence(series, node)],
    advice: ['add the node to the inventory, or remove it from the ring if it is gone for good'],
  };
}

function ringEvidence(series: Series, node: string): readonly Evidence[] {
  const { state } = ringStateOf(series, node);
  return state === undefined ? [] : [{ what: 'its state in the ring', value: state }];
}

function notSeen(series: Series, node: string): readonly MissingSource[] {
  const view = peersView(series, node);
  return [
    ...unsurePeers(node, view),
    ...noPeers(series, node, view),
    ...ownSilence(series, node, view),
  ];
}

/** A view of `?` is no view, whatever the others say. */
function unsurePeers(node: string, { unsure }: PeersView): readonly MissingSource[] {
  if (unsure.length === 0) return [];
  const detail = `status of ${listed(unsure)} says \`?\` of it: not known there whether it is up`;
  return [{ node, source: 'status', why: 'failed', detail }];
}

function noPeers(series: Series, node: string, view: PeersView): readonly MissingSource[] {
  if (view.verdict !== 'unknown' || view.unsure.length > 0) return [];
  if (isAlone(series, node) || isLeftOut(series, node)) return [];
  const isOnlyOne = addressesOf(series).length === 1;
  const whom = isOnlyOne ? 'no other node was asked' : 'no other node said how it sees the ring';
  const detail = `${whom}: nobody can say whether it is up`;
  return [{ node, source: 'status', why: 'unreachable', detail }];
}

/** The way that was chosen asks nobody, as each node's own answer says. */
function isLeftOut(series: Series, node: string): boolean {
  const seen = latestOf(series, node, 'status');
  return seen?.kind === 'missing' && seen.why === 'not-asked';
}

/** A ring of one: nobody else could be asked. */
function isAlone(series: Series, node: string): boolean {
  const rows = latestValue(series, node, 'status')?.rows ?? [];
  return rows.length > 0 && rows.every((row) => row.address === node);
}

const ownSources = ['status', 'cql-local'] as const satisfies readonly SourceId[];

function ownSilence(series: Series, node: string, view: PeersView): readonly MissingSource[] {
  const missing = missingOf(series, node, ownSources);
  if (view.verdict !== 'up') return missing;
  return missing.map((one) => ({
    ...one,
    detail: `${one.detail}; peers see it UP (${listed(view.up)}): not called down, but not seen`,
  }));
}

function votes(view: PeersView): number {
  return view.up.length + view.down.length + view.absent.length;
}

function viewEvidence(view: PeersView): readonly Evidence[] {
  return [
    { what: 'peers that see it DOWN', value: listed(view.down) || 'none' },
    { what: 'peers that see it UP', value: listed(view.up) || 'none' },
    ...(view.absent.length > 0
      ? [{ what: 'peers whose ring lacks it', value: listed(view.absent) }]
      : []),
  ];
}

function ownEvidence(series: Series, node: string): readonly Evidence[] {
  return ownSources.map((source) => {
    const seen = latestOf(series, node, source);
    const answer = seen?.kind === 'missing' ? `${seen.why}: ${seen.detail}` : 'answers';
    return { what: `its own ${source}`, value: seen ? answer : 'was not asked' };
  });
}

/** `shutdown` in gossip: the node was stopped in order, it did not crash. */
function gossipEvidence(series: Series, node: string): readonly Evidence[] {
  for (const voter of votersOf(series)) {
    const status = gossipOf(series, voter, node)?.status;
    if (status) return [{ what: `gossip status at ${voter}`, value: status }];
  }
  return [];
}
