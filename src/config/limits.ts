import { labLimits, productionLimits, type Limits } from '../model/limits.ts';
import { choiceOf, countOf, durationOf, entriesOf, numberOf, wrongValue } from './fields.ts';
import { ConfigError } from '../model/errors.ts';
import { nearestHint } from '../model/nearest-key.ts';
import type { YamlEntry, YamlNode } from './yaml-document.ts';

const sets = { production: productionLimits, lab: labLimits };
const setNames = ['production', 'lab'] as const;

/**
 * `limits: lab`, or a map: `{set: production, stallAfter: 90s}`. Keys are those of `Limits`;
 * durations are written without `Ms` and with a unit. Without the key: production.
 */
export function limitsOf(node: YamlNode | undefined): Limits {
  if (!node) return productionLimits;
  if (node.kind !== 'map') return sets[choiceOf(node, setNames, 'limits')];
  const entries = entriesOf(node, 'limits');
  const named = entries.find((entry) => entry.key === 'set');
  const base = sets[named ? choiceOf(named.value, setNames, 'limits.set') : 'production'];
  const changes = entries.filter((entry) => entry !== named).map((entry) => changeOf(entry));
  if (changes.length === 0) return base;
  const limits: Limits = { ...base, ...Object.fromEntries(changes), set: 'custom' };
  requireInOrder(limits, entries);
  return limits;
}

/** A warning that comes after what is critical would never be seen. */
function requireInOrder(limits: Limits, entries: readonly YamlEntry[]): void {
  const { diskFreeWarnPercent: warn, diskFreeCriticalPercent: critical } = limits;
  if (warn >= critical) return;
  const where = entries.find(({ key }) => key.startsWith('diskFree'))?.where ?? '';
  throw new ConfigError(
    where,
    `limits: diskFreeWarnPercent (${warn}) is below diskFreeCriticalPercent (${critical})`,
    'less free space is critical than is a warning',
  );
}

type NumberKey = Exclude<keyof Limits, 'set'>;

/** What is written in the file, and the field of `Limits` it sets. */
const fieldByKey = new Map<string, NumberKey>(
  Object.keys(productionLimits)
    .filter((field): field is NumberKey => field !== 'set')
    .map((field) => [field.replace(/Ms$/, ''), field]),
);

function changeOf(entry: YamlEntry): readonly [NumberKey, number] {
  const field = fieldByKey.get(entry.key);
  const what = `limits.${entry.key}`;
  if (!field) {
    const hint = nearestHint(entry.key, ['set', ...fieldByKey.keys()]);
    throw new ConfigError(entry.where, `limits: unknown key "${entry.key}"`, hint);
  }
  const value = valueOf(field, entry.value, what);
  if (value === 0 && mustBePositive.has(field)) throw wrongValue(entry.value, what, 'more than 0');
  return [field, value];
}

function valueOf(field: NumberKey, node: YamlNode, what: string): number {
  if (field.endsWith('Ms')) return durationOf(node, what);
  const max = most[field] ?? 1_000_000;
  return counts.has(field) ? countOf(node, what, 0, max) : numberOf(node, what, max);
}

/** There is no half a node, compaction or file. */
const counts = new Set<NumberKey>([
  'concurrency',
  'idleBacklogPending',
  'hintFilesWarn',
  'retries',
]);

/** Beyond these a number is a slip of the pen. */
const most: Readonly<Partial<Record<NumberKey, number>>> = {
  idleThreadShare: 1,
  ioPressurePercent: 100,
  diskFreeWarnPercent: 100,
  diskFreeCriticalPercent: 100,
  concurrency: 1_000,
  retries: 10,
};

/** With 0 here, nothing would ever be asked, or asked without a pause. */
const mustBePositive = new Set<NumberKey>([
  'nodetoolTimeoutMs',
  'cqlTimeoutMs',
  'concurrency',
  'tickMs',
  'planAgeMs',
  'pollMs',
]);
