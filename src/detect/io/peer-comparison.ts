import { nodetoolOn, type Advice } from '../../model/advice.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import type { Limits } from '../../model/limits.ts';
import { median } from '../../model/median.ts';
import type { Series } from '../../model/snapshot.ts';
import { listed, rateText, rounded } from '../wording.ts';
import type { NodeLoad } from './node-load.ts';
import { sharesDevices } from './shared-device.ts';

/** A rack is a fair comparison from this many nodes on, a median from two peers on. */
const fewestInRack = 3;
const fewestPeers = 2;
/** Share of the looks in which the device must hurt. */
const mostOfTheTime = 0.6;

/** Peers' medians below these are noise: 1 ms, half a request, 2 % (health-signals). */
const floors = { awaitMs: 1, queue: 0.5, pressurePercent: 2 };

/** Level and change: it hurts, and it is several times what same-rack or same-DC peers show. */
export function compareWithPeers(
  series: Series,
  loads: readonly NodeLoad[],
  limits: Limits,
): readonly Finding[] {
  return loads.flatMap((load, i) => {
    if (!deviceHurts(load, limits) && !pressureHurts(load, limits)) return [];
    const sharing = loads.filter((o) => o !== load && sharesDevices(series, load.node, o.node));
    const peers = peersOf(load, loads).filter((peer) => !sharing.includes(peer));
    if (peers.length >= fewestPeers) return spike(load, peers, limits);
    const isFirst = sharing.every((other) => loads.indexOf(other) > i);
    return isFirst ? highLevel(load, sharing, limits) : [];
  });
}

/** The nodes of the rack when it has at least three, else those of the data centre. */
function peersOf(load: NodeLoad, loads: readonly NodeLoad[]): readonly NodeLoad[] {
  const seen = loads.filter((one) => one.whole !== undefined && one.dc === load.dc);
  const inRack = seen.filter((one) => one.rack === load.rack);
  const group = inRack.length >= fewestInRack ? inRack : seen;
  return group.filter((one) => one !== load);
}

function spike(load: NodeLoad, peers: readonly NodeLoad[], limits: Limits): readonly Finding[] {
  const changes = [
    ...(deviceHurts(load, limits) ? deviceChanges(load, peers) : []),
    ...(pressureHurts(load, limits) ? pressureChange(load, peers) : []),
  ].filter((change) => change.factor >= limits.ioPeerRatio);
  const [most] = changes.toSorted((a, b) => b.factor - a.factor);
  if (!most) return [];
  return [
    {
      ...identity(load),
      state: 'SPIKE',
      severity: 'warning',
      summary: `${levelWords(load)}: ${most.what} is ${rounded(most.factor)} times its peers' ${most.middleName}`,
      evidence: [
        ...levelEvidence(load, limits),
        ...changes.map((change) => ({
          what: `${change.what}: peers' ${change.middleName}`,
          value: rounded(change.middle),
          unit: change.unit,
        })),
        { what: 'factor', value: rounded(most.factor), limit: limits.ioPeerRatio },
        { what: 'compared with', value: listed(peers.map((peer) => peer.node)) },
      ],
      advice: adviceFor(load),
    },
  ];
}

/** Nobody to compare with: only what hurts by itself, device and pressure together, is said. */
function highLevel(
  load: NodeLoad,
  sharing: readonly NodeLoad[],
  limits: Limits,
): readonly Finding[] {
  const isPressed = load.pressurePercent === undefined || pressureHurts(load, limits);
  if (!deviceHurts(load, limits) || !isPressed) return [];
  const names = sharing.map((other) => other.node);
  const why =
    names.length > 0
      ? `on the same machine as ${listed(names)}, so not compared`
      : 'too few peers in its data centre to compare with';
  return [
    {
      ...identity(load),
      state: 'LEVEL',
      severity: 'warning',
      summary: `${levelWords(load)}; ${why}`,
      evidence: [...levelEvidence(load, limits), { what: 'comparison', value: why }],
      advice: adviceFor(load),
    },
  ];
}

/** Over the whole time, and in most of the single looks. */
function deviceHurts({ whole, steps }: NodeLoad, limits: Limits): boolean {
  if (!whole) return false;
  const hurts = (load: { readonly awaitMs: number; readonly queue: number }) =>
    load.awaitMs >= limits.diskAwaitMs && load.queue >= limits.diskQueue;
  const hurting = steps.filter((step) => hurts(step.load)).length;
  return hurts(whole) && hurting >= steps.length * mostOfTheTime;
}

function pressureHurts({ pressurePercent }: NodeLoad, limits: Limits): boolean {
  return pressurePercent !== undefined && pressurePercent >= limits.ioPressurePercent;
}

interface Change {
  readonly what: string;
  readonly unit: string;
  readonly factor: number;
  readonly middle: number;
  /** Of two peers the median is the mean, and is called so. */
  readonly middleName: 'median' | 'mean';
}

function deviceChanges(load: NodeLoad, peers: readonly NodeLoad[]): readonly Change[] {
  const awaits = peers.flatMap((peer) => peer.whole?.awaitMs ?? []);
  const queues = peers.flatMap((peer) => peer.whole?.queue ?? []);
  return [
    change('await', 'ms', load.whole?.awaitMs ?? 0, awaits, floors.awaitMs),
    change('queue', 'requests', load.whole?.queue ?? 0, queues, floors.queue),
  ];
}

function pressureChange(load: NodeLoad, peers: readonly NodeLoad[]): readonly Change[] {
  const pressures = peers.flatMap((peer) => peer.pressurePercent ?? []);
  if (pressures.length < fewestPeers) return [];
  return [
    change('I/O pressure', '%', load.pressurePercent ?? 0, pressures, floors.pressurePercent),
  ];
}

function change(
  what: string,
  unit: string,
  value: number,
  peers: readonly number[],
  floor: number,
): Change {
  const middle = median(peers) ?? 0;
  const middleName = peers.length < 3 ? 'mean' : 'median';
  return { what, unit, factor: value / Math.max(middle, floor), middle, middleName };
}

function identity({ node, whole }: NodeLoad) {
  return { detector: 'io-spike', node, subject: whole?.device ?? 'io' };
}

function levelWords({ whole, pressurePercent }: NodeLoad): string {
  const device = whole
    ? `${whole.device} await ${rounded(whole.awaitMs)} ms, queue ${rounded(whole.queue)}`
    : 'device not seen';
  return pressurePercent === undefined
    ? device
    : `${device}, I/O pressure ${rounded(pressurePercent)} %`;
}

export function levelEvidence(load: NodeLoad, limits: Limits): readonly Evidence[] {
  const { whole, steps, pressurePercent } = load;
  const samples = (pick: (step: (typeof steps)[number]) => number) =>
    steps.map((step) => ({ at: step.at, value: rounded(pick(step)) }));
  const device: readonly Evidence[] = whole
    ? [
        {
          what: 'await',
          value: rounded(whole.awaitMs),
          unit: 'ms',
          limit: limits.diskAwaitMs,
          samples: samples((step) => step.load.awaitMs),
        },
        {
          what: 'queue',
          value: rounded(whole.queue),
          limit: limits.diskQueue,
          samples: samples((step) => step.load.queue),
        },
        { what: 'throughput', value: rateText(whole.bytesPerSecond) },
      ]
    : [];
  const pressure = pressurePercent === undefined ? 'not seen' : rounded(pressurePercent);
  return [
    ...device,
    { what: 'I/O pressure', value: pressure, unit: '%', limit: limits.ioPressurePercent },
  ];
}

export function adviceFor({ node }: NodeLoad): readonly Advice[] {
  return [
    nodetoolOn(node, 'compactionstats'),
    nodetoolOn(node, 'netstats'),
    'iostat -x 5 on the host: which process, which device?',
  ];
}
