import { adviceLine, type AdvisedNode, type AdviceLine } from '../model/advice.ts';
import {
  isAtLeast,
  notJudgedBy,
  severities,
  withoutRepeats,
  type Detection,
  type Finding,
  type MissingSource,
  type NotJudged,
  type Severity,
} from '../model/finding.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import { exitCodes } from '../model/outcome.ts';
import { peersView, rowOf, type PeersView } from '../model/peers-view.ts';
import { releaseOf } from '../model/release-of.ts';
import { ringStateOf, type RingState } from '../model/ring-state.ts';
import { addressesOf, looksAt, spanMs } from '../model/series.ts';
import type { RecordedPart } from '../model/recording.ts';
import type { Via } from '../model/seen.ts';
import type { Series } from '../model/snapshot.ts';
import { nextSteps } from './next-steps.ts';
import { unansweredIn, type Unanswered } from '../model/unanswered.ts';
import type { UnfinishedRun } from '../model/unfinished-run.ts';

/** The answer of `ringward health`, format 1; docs/schema/health-1.json describes its JSON. */
export interface HealthReport {
  readonly format: 1;
  readonly toolVersion: string;
  /** When the last look was taken. */
  readonly at: Instant;
  readonly cluster: string;
  readonly limits: Limits;
  /** Findings from this severity on decide the verdict. */
  readonly failOn: Severity;
  readonly windowMs: number;
  readonly looks: number;
  /** Absent: the cluster itself was asked. */
  readonly recording?: RecordedPart;
  /** Absent: no roll of the cluster is unfinished, or a recording was judged. */
  readonly run?: UnfinishedRun;
  /** Every source that was asked of some node, sorted. */
  readonly sources: readonly string[];
  readonly verdict: 'healthy' | 'findings' | 'cannot-tell';
  readonly exitCode: 0 | 1 | 5;
  readonly nodes: readonly HealthNode[];
  /** Worst first. */
  readonly findings: readonly ReportedFinding[];
  readonly missing: readonly MissingSource[];
  /** What did not come at some of the looks, and does now. */
  readonly unanswered: readonly Unanswered[];
  readonly notJudged: readonly NotJudged[];
  /** What to do about what was not seen. */
  readonly next: readonly AdviceLine[];
}

/** Its advice as the operator can type it. */
export type ReportedFinding = Omit<Finding, 'advice'> & {
  readonly advice: readonly AdviceLine[];
};

/** A node of the inventory; undefined where nobody said. */
export interface HealthNode {
  readonly address: string;
  readonly peersSay: PeersView['verdict'];
  readonly upBy: readonly string[];
  readonly downBy: readonly string[];
  /** Peers that answer and do not know. */
  readonly unsureBy: readonly string[];
  readonly state: RingState['state'];
  readonly dc: string | undefined;
  readonly rack: string | undefined;
  readonly hostId: string | undefined;
  readonly release: string | undefined;
  readonly loadBytes: number | undefined;
  readonly tokens: number | undefined;
  /** Which way the newest answer of each source came; a source without an answer is not there. */
  readonly via: Readonly<Record<string, Via>>;
  /** Why nodetool was asked instead of JMX at the newest look. */
  readonly noJmx: string | undefined;
}

export interface HealthInput {
  readonly toolVersion: string;
  readonly cluster: string;
  readonly limits: Limits;
  readonly failOn: Severity;
  /** Of the inventory: how nodetool and the commands of each are called. */
  readonly nodes: readonly AdvisedNode[];
  /** How the operator named the inventory; undefined: it was found. */
  readonly inventory?: string | undefined;
  /** The folder in which, and above which, no inventory was found: the node of this machine was asked. */
  readonly noInventoryIn?: string;
  readonly series: Series;
  readonly recording?: RecordedPart;
  readonly run?: UnfinishedRun;
  readonly detections: readonly Detection[];
}

export function toHealthReport(input: HealthInput): HealthReport {
  const { series, detections, nodes, inventory, noInventoryIn, ...head } = input;
  const nodeOf = (address: string) => known.get(address);
  const findings = worstFirst(detections.flatMap((one) => one.findings));
  const known = new Map(nodes.map((node) => [node.address, node]));
  const missing = withoutRepeats(detections.flatMap((one) => one.missing));
  const verdict = verdictOf(findings, missing, input.failOn);
  const deciding = findings.filter(({ severity }) => isAtLeast(severity, input.failOn));
  const unknown = { missing, findings: deciding, noInventoryIn };
  const next = missing.length > 0 ? nextSteps(series, unknown) : [];
  return {
    format: 1,
    ...head,
    at: series.at(-1)?.at ?? 0,
    windowMs: spanMs(series),
    looks: series.length,
    sources: sourcesOf(series),
    ...verdict,
    nodes: addressesOf(series).map((address) => toHealthNode(series, address)),
    findings: findings.map((one) => toReported(one, nodeOf, inventory)),
    missing,
    unanswered: unansweredIn(series),
    notJudged: notJudgedBy(detections),
    next: next.map((one) => adviceLine(one, nodeOf, { inventory })),
  };
}

export function toReported(
  finding: Finding,
  nodeOf: (address: string) => AdvisedNode | undefined,
  inventory: string | undefined,
): ReportedFinding {
  const advice = finding.advice.map((one) => adviceLine(one, nodeOf, { inventory }));
  return { ...finding, advice };
}

/** Findings win; without one, what was not seen keeps it from being called healthy. */
function verdictOf(
  findings: readonly Finding[],
  missing: readonly MissingSource[],
  failOn: Severity,
): Pick<HealthReport, 'verdict' | 'exitCode'> {
  if (findings.some((one) => isAtLeast(one.severity, failOn))) {
    return { verdict: 'findings', exitCode: exitCodes.findings };
  }
  return missing.length > 0
    ? { verdict: 'cannot-tell', exitCode: exitCodes.cannotTell }
    : { verdict: 'healthy', exitCode: exitCodes.ok };
}

export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding) => severities.indexOf(finding.severity);
  return findings.toSorted((a, b) => rank(b) - rank(a));
}

function sourcesOf(series: Series): readonly string[] {
  const names = series.flatMap((snapshot) =>
    snapshot.nodes.flatMap((node) => Object.keys(node.sources)),
  );
  return [...new Set(names)].sort();
}

function toHealthNode(series: Series, address: string): HealthNode {
  const view = peersView(series, address);
  const row = [...view.up, ...view.down, ...view.unsure, address]
    .map((voter) => rowOf(series, voter, address))
    .find((one) => one !== undefined);
  return {
    address,
    peersSay: view.verdict,
    upBy: view.up,
    downBy: view.down,
    unsureBy: view.unsure,
    state: ringStateOf(series, address).state,
    dc: row?.dc,
    rack: row?.rack,
    hostId: row?.hostId,
    release: releaseOf(series, address),
    loadBytes: row?.loadBytes,
    tokens: row?.tokens,
    via: viaOf(series, address),
    noJmx: looksAt(series, address).at(-1)?.noJmx,
  };
}

function viaOf(series: Series, address: string): Readonly<Record<string, Via>> {
  const ways = looksAt(series, address)
    .flatMap(({ sources }) => Object.entries(sources))
    .flatMap(([source, seen]) =>
      seen.kind === 'seen' && seen.via !== undefined ? [[source, seen.via] as const] : [],
    );
  return Object.fromEntries(ways);
}
