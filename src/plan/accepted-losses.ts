import {
  acceptedLevelText,
  isLost,
  type AcceptedLevel,
  type KeyspaceAcceptance,
  type KeyspaceWish,
} from '../model/acceptance.ts';
import { groupBy } from '../model/group-by.ts';
import { printable } from '../model/printable.ts';
import { judgeRanges, type RangeMargin } from '../rules/range-safety.ts';
import { replicaGroups } from '../rules/replica-groups.ts';
import type { RangeRequest } from './range-problems.ts';
import type { PlanRequest } from './request.ts';

/** Each keyspace once: as the command says, else the playbook, else the inventory. */
export function keyspaceWishes({
  accepted = [],
  playbook,
  inventory,
}: Pick<PlanRequest, 'accepted' | 'playbook' | 'inventory'>): readonly KeyspaceWish[] {
  const written = { ...inventory.acceptLoss, ...playbook.acceptLoss };
  const named = accepted.filter((one) => one.keyspace !== undefined);
  const isNamed = new Set(named.map(({ keyspace }) => keyspace));
  const others = Object.entries(written).filter(([keyspace]) => !isNamed.has(keyspace));
  return [...named, ...others.map(([keyspace, because]) => ({ keyspace, because }))];
}

export interface Losses {
  readonly losses: readonly KeyspaceAcceptance[];
  /** What each means for clients, and what was asked for in vain. */
  readonly notes: readonly string[];
}

/**
 * Of the keyspaces that may lose something, what each node down alone takes from them, and no more: another
 * keyspace, another level, or a replica fewer holds the roll as ever.
 */
export function acceptedLosses(request: RangeRequest, wishes: readonly KeyspaceWish[]): Losses {
  if (wishes.length === 0) return { losses: [], notes: [] };
  const { rings, addresses, consistency, authenticatorOn, allowed, down = new Set() } = request;
  const terms = { margin: allowed?.margin ?? 0, losses: [] };
  const { groups } = replicaGroups(rings, consistency, authenticatorOn, terms);
  const lost = [down, ...addresses.map((address) => new Set([...down, address]))].flatMap(
    (stopped) => judgeRanges(groups, stopped).lost,
  );
  const names = new Set(rings.map(({ keyspace }) => keyspace.name));
  const losses: KeyspaceAcceptance[] = [];
  const notes: string[] = [];
  for (const { keyspace, because } of wishes) {
    const levels = worstOf(lost.filter(({ keyspaces }) => keyspaces.includes(keyspace)));
    if (levels.length > 0) losses.push({ keyspace, because: printable(because), levels });
    else notes.push(inVain(keyspace, names.has(keyspace)));
  }
  return { losses, notes: [...losses.flatMap(lossNotes), ...notes] };
}

function worstOf(lost: readonly RangeMargin[]): readonly AcceptedLevel[] {
  const byLevel = groupBy(lost, ({ level, dc }) => `${level} ${dc ?? ''}`);
  return [...byLevel.values()].flatMap((alike) => {
    const [worst] = alike.toSorted((a, b) => a.live - b.live);
    if (!worst) return [];
    const { level, dc, live, needed } = worst;
    return [{ level, ...(dc === undefined ? {} : { dc }), live, needed }];
  });
}

function inVain(keyspace: string, isThere: boolean): string {
  const why = isThere ? 'loses nothing' : 'is not there';
  return `keyspace ${keyspace} ${why}: its acceptance was not needed, and is not in the plan`;
}

/** A coordinator refuses what it sees no replicas for, and keeps no hint of a write that it refuses. */
function lossNotes({ keyspace, because, levels }: KeyspaceAcceptance): readonly string[] {
  return levels.map((one) => {
    const what = isLost(one)
      ? 'while a node is down, requests at that level for what it holds fail: UnavailableException, time-outs until its peers see it down; a write that fails is not hinted'
      : `${one.live - one.needed || 'nothing'} to spare while a node is down`;
    return `accepted for keyspace ${keyspace}, ${acceptedLevelText(one)}: ${what}; because: ${because}`;
  });
}
