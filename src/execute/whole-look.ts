import type { Instant } from '../model/instant.ts';
import { ownWord, type AskNews, type News } from '../model/news.ts';
import type { CqlLocal } from '../model/readings.ts';
import type { Missing } from '../model/seen.ts';
import {
  placesIn,
  withNodes,
  type NodeSnapshot,
  type Snapshot,
  type SourceId,
} from '../model/snapshot.ts';
import type { Look, Needs } from './asked.ts';

/** A look at all nodes, on which another may rest. */
export interface WholeLook {
  readonly snapshot: Snapshot;
  /** When it was over, or that on which it rests itself. */
  readonly endedAt: Instant;
}

/** A look at a thousand nodes takes minutes itself, so an answer is hardly older than it may be within one. */
const countsForMs = 60_000;

/** Undefined: there is none, or what it found is too old to count. */
export function stillCounting(look: WholeLook | undefined, now: Instant): WholeLook | undefined {
  return look && now - look.endedAt <= countsForMs ? look : undefined;
}

/** By one look at all nodes. */
export function newsBy(look: Look): AskNews {
  return async (needs, anew) => {
    const { at, nodes } = await look(
      (address) => (anew.has(address) ? needs(address) : ownWord),
      false,
    );
    const silent = new Map<string, Missing>();
    const words = nodes.map(({ address, sources }) => {
      if (anew.has(address)) return undefined;
      const word = sources['cql-local'] ?? notAnswered(at);
      if (word.kind === 'seen') return word.value;
      silent.set(address, word);
      return undefined;
    });
    return { at, anew: nodes.filter(({ address }) => anew.has(address)), words, silent };
  };
}

function notAnswered(at: Instant): Missing {
  return { kind: 'missing', at, why: 'failed', detail: 'cql-local was not answered' };
}

/**
 * Who is asked for all that is needed: `anyway` some, and everybody of whom the older look has not all of it. What it found of the
 * others counts as long as they answer.
 */
export function askedAnew(
  { nodes }: Snapshot,
  { needs, ofFar }: { readonly needs: Needs; readonly ofFar: ReadonlySet<SourceId> | undefined },
  anyway: readonly string[],
): ReadonlySet<string> {
  const anew = new Set(anyway);
  for (const { address, sources } of nodes) {
    // Nearly all have all that is asked of anybody.
    if (ofFar && hasAll(sources, ofFar)) continue;
    const wanted = needs(address);
    // Of whom nothing is to be asked nothing may be known.
    if (wanted.size === 0 || !hasAll(sources, wanted)) anew.add(address);
  }
  return anew;
}

function hasAll(sources: NodeSnapshot['sources'], wanted: ReadonlySet<SourceId>): boolean {
  for (const source of wanted) if (sources[source]?.kind !== 'seen') return false;
  return true;
}

/** The older look with the news; of those who were not asked anew it counts if they still answer. */
export function laidOver(older: Snapshot, { at, anew, words, silent }: News): Snapshot {
  const places = placesIn(older.nodes);
  const newer = new Map(anew.map((node) => [places.get(node.address), node]));
  const nodes = older.nodes.map((node, place) => {
    const known = newer.get(place);
    if (known) return known;
    const word = words[place];
    if (word !== undefined) return withWord(node, word, at);
    return silenced(node, silent.get(node.address) ?? notAnswered(at));
  });
  // Replica sets are those of the look that read them.
  return withNodes({ at, nodes: older.nodes }, nodes);
}

/** Most say the very same. */
function withWord(node: NodeSnapshot, value: CqlLocal, at: Instant): NodeSnapshot {
  const last = node.sources['cql-local'];
  if (last?.kind === 'seen' && last.value === value) return node;
  const word = { ...(last?.kind === 'seen' ? last : {}), kind: 'seen', at, value } as const;
  return { ...node, sources: { ...node.sources, 'cql-local': word } };
}

/** Who gives no answer any more is silent about all of it. */
function silenced(node: NodeSnapshot, silence: Missing): NodeSnapshot {
  const sources = Object.keys(node.sources).map((source) => [source, silence] as const);
  return { ...node, sources: Object.fromEntries(sources) };
}
