import type { Latency, Usual } from '../../model/soak.ts';
import { blockEffects, type Tick } from './block-effects.ts';
import { cautiousRule, decayedRule, usualRule, type BlockRule } from './block-rule.ts';
import { blockVerdict, type BlockVerdict } from './block-verdict.ts';
import { failsMore, type Failed } from './failed-requests.ts';
import { pooledOf, pooledWith, type Pooled, type PooledSoFar } from './pooled.ts';

/** With so many peers blocks decide as usual, with two they need more of them, with fewer they only clear. */
export const enoughPeers = 3;
export const fewestPeers = 2;

/** One latency of the node, before its stop and since its restart. */
export interface LatencyCase {
  readonly latency: Latency;
  /** Undefined: not known, so it is never cleared. */
  readonly usual: Usual | undefined;
  readonly after: readonly Tick[];
  /** Over the nodes done in this run. */
  readonly done: PooledSoFar;
}

export interface SoakCase {
  /** Those that are compared with. */
  readonly peers: number;
  /** True: percentiles that hold the minutes before, looked at once a block. */
  readonly isDecayed: boolean;
  /** Those that clients used before the stop. */
  readonly latencies: readonly LatencyCase[];
  /** Since the warm-up, and of peers and the node itself before; absent: this way does not tell. */
  readonly failures?: { readonly own: Failed; readonly others: readonly Failed[] };
}

export type SoakRuleName = 'peers' | 'few peers' | 'alone';

export interface SoakVerdict {
  readonly kind: BlockVerdict['kind'];
  readonly form: SoakRuleName;
  readonly rule: BlockRule;
  readonly latencies: readonly LatencyVerdict[];
  readonly failsMore: boolean;
}

export interface LatencyVerdict extends BlockVerdict {
  readonly latency: Latency;
  readonly isKnownBefore: boolean;
  /** Over the nodes done and this one, once its blocks clear it. */
  readonly pooled: Pooled | undefined;
}

/**
 * The soak's rule (rulings 3; facts/detection.md 4). CONTINUE needs every latency cleared; STOP is one that
 * is slower in nearly all of the newest blocks, or over the nodes done, or requests that fail here alone.
 * What is not known is HOLD.
 */
export function judgeSoak(one: SoakCase): SoakVerdict {
  const form = formOf(one.peers);
  const rule = ruleOf(one);
  const judged = one.latencies.map((each) => judgeLatency(each, one, rule, form));
  const isWorse = one.failures !== undefined && failsMore(one.failures.own, one.failures.others);
  const stops = judged.some(({ kind, pooled }) => kind === 'STOP' || pooled?.isWorse === true);
  const isCleared = judged.every(({ kind }) => kind === 'CONTINUE');
  return {
    kind: stops || isWorse ? 'STOP' : isCleared ? 'CONTINUE' : 'HOLD',
    form,
    rule,
    latencies: judged,
    failsMore: isWorse,
  };
}

export function formOf(peers: number): SoakRuleName {
  if (peers >= enoughPeers) return 'peers';
  return peers >= fewestPeers ? 'few peers' : 'alone';
}

export function ruleOf({ peers, isDecayed }: Pick<SoakCase, 'peers' | 'isDecayed'>): BlockRule {
  if (isDecayed) return decayedRule;
  return peers >= enoughPeers ? usualRule : cautiousRule;
}

/** Of the six looks of a block half must be there; of one a block that one. */
export function fewestInBlock(isDecayed: boolean): number {
  return isDecayed ? 1 : 3;
}

function judgeLatency(
  { latency, usual, after, done }: LatencyCase,
  { isDecayed }: SoakCase,
  rule: BlockRule,
  form: SoakRuleName,
): LatencyVerdict {
  const comparesPeers = form !== 'alone';
  const looks = { fewestInBlock: fewestInBlock(isDecayed), comparesPeers };
  const effects = usual ? blockEffects(after, usual, rule, looks) : [];
  // On its own a node moves with the load: that is no ground to stop a roll.
  const verdict = blockVerdict(effects, rule, comparesPeers);
  const own = verdict.kind === 'CONTINUE' ? verdict.effect : undefined;
  const isPooled = own !== undefined && comparesPeers;
  const pooled = isPooled ? pooledOf(pooledWith(done, own)) : undefined;
  return { latency, isKnownBefore: usual !== undefined, ...verdict, pooled };
}
