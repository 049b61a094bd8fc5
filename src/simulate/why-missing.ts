import type { MissingReason } from '../model/seen.ts';
import type { SourceId } from '../model/snapshot.ts';
import { sinceWhen } from '../model/ways.ts';
import { answersNodetool } from './life.ts';
import { isOffered } from './offered.ts';
import { refusedCql, refusedNodetool } from './refused.ts';
import { views, type Standpoint } from './view/index.ts';
import { configSources } from './view/config-view.ts';
import { quietSources } from './view/quiet-view.ts';

/** Why a node does not say it; undefined: it does. `isOpen`: its CQL is. */
export function whyMissing(
  from: Standpoint,
  source: SourceId,
  isOpen: boolean,
): readonly [MissingReason, string] | undefined {
  if (!(source in views) && source !== 'client-view') return ['unsupported', whyNobodySays(source)];
  // A file is there whether the process runs or not.
  return source === 'log' ? undefined : whySilent(from, source, isOpen);
}

function whyNobodySays(source: SourceId): string {
  return sinceWhen(source, 'host') === undefined
    ? 'only JMX tells it'
    : 'the inventory does not say where its files are';
}

function whySilent(
  { now, life, node }: Standpoint,
  source: SourceId,
  isOpen: boolean,
): readonly [MissingReason, string] | undefined {
  const isByCql = cqlSources.has(source);
  const isManaged = answersNodetool(life, now);
  if (!isByCql && !isManaged) return ['unreachable', refusedNodetool(node).stderr.trim()];
  // The machine's files are looked for before the folders are asked of the node.
  const isAnswered = !isByCql || isOpen || (source === 'file-systems' && isManaged);
  if (isAnswered && !isOffered(source, life.release)) {
    return ['unsupported', `not offered by ${life.release}`];
  }
  if (isByCql && !isOpen) return ['unreachable', refusedCql(node.address, 9042)];
  return undefined;
}

const cqlSources: ReadonlySet<SourceId> = new Set([
  'cql-local',
  'cql-peers',
  'sstable-tasks',
  'thread-pools',
  'disk-usage',
  'keyspaces',
  'file-systems',
  'client-view',
  ...quietSources,
  ...configSources,
]);
