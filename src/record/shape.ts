import { consistencyLevels } from '../model/consistency.ts';
import { canonicalAddress } from '../model/ip-address.ts';
import { productionLimits } from '../model/limits.ts';
import { waysToAsk } from '../model/seen.ts';
import type { CommandResult } from '../ports/runner.ts';
import type { RecordingHead } from './format.ts';
import { fromJson } from './jmx-json.ts';

type Fields = Readonly<Record<string, unknown>>;
type Is = (value: unknown) => boolean;

/** What is wrong with the first line of a recording; undefined: nothing. */
export function headProblem(head: Fields): string | undefined {
  const { inventory } = head;
  return (
    problemOf(head, { toolVersion: isText, at: isNumber, forMs: isAmount, inventory: isFields }) ??
    problemOf(inventory as Fields, {
      cluster: isText,
      consistency: isConsistency,
      limits: isLimits,
      via: (value) => waysToAsk.some((known) => known === value),
      nodes: isMembers,
    })
  );
}

/** The same of any other line. */
export function lineProblem(line: Fields): string | undefined {
  const { kind } = line;
  const shape = typeof kind === 'string' ? shapes.get(kind) : undefined;
  if (!shape) return `there is no record of kind ${JSON.stringify(kind)}`;
  return problemOf(line, shape);
}

const isText: Is = (value) => typeof value === 'string';
const isFlag: Is = (value) => typeof value === 'boolean';
const isNumber: Is = (value) => typeof value === 'number';
const isAmount: Is = (value) => typeof value === 'number' && value >= 0;
const isFields: Is = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf =
  (is: Is): Is =>
  (value) =>
    Array.isArray(value) && value.every(is);
const isMaybe =
  (is: Is): Is =>
  (value) =>
    value === undefined || is(value);
const isOf =
  (shape: Readonly<Record<string, Is>>): Is =>
  (value) =>
    isFields(value) && problemOf(value as Fields, shape) === undefined;

const isNode = isOf({
  // As an inventory is read: anything else would never be found among what the nodes say.
  address: (value) => typeof value === 'string' && canonicalAddress(value) === value,
  cqlAddress: isText,
  cqlPort: (value) => isAmount(value) && Number.isInteger(value) && Number(value) <= 65_535,
  hasLog: isMaybe(isFlag),
  hasJmx: isMaybe(isFlag),
});
/** Each once, at least one. */
const isMembers: Is = (value) => {
  if (!isListOf(isNode)(value)) return false;
  const addresses = (value as RecordingHead['inventory']['nodes']).map(({ address }) => address);
  return addresses.length > 0 && new Set(addresses).size === addresses.length;
};
const isConsistency: Is = (value) =>
  isFields(value) &&
  Object.values(value as Fields).every(
    isListOf((level) => consistencyLevels.some((known) => known === level)),
  );
const isLimits: Is = (value) =>
  isFields(value) &&
  Object.entries(productionLimits).every(
    ([name, limit]) =>
      typeof (value as Fields)[name] === typeof limit &&
      (typeof limit !== 'number' || isAmount((value as Fields)[name])),
  );
const isJmxError = isOf({ kind: isText, message: isText, remoteClass: isMaybe(isText) });
const isBeanValue: Is = (value) => {
  try {
    fromJson(value);
    return true;
  } catch {
    return false;
  }
};
const isError = isOf({ errorClass: isText, message: isText });

/** Every kind that is kept, so that what was recorded can be read: the compiler misses none. */
const resultShapes: Readonly<Record<Exclude<CommandResult['kind'], 'cancelled'>, Is>> = {
  exited: isOf({ code: isNumber, stdout: isText, stderr: isText, durationMs: isNumber }),
  'timed-out': isOf({ afterMs: isNumber, stdout: isText, stderr: isText }),
  unreachable: isOf({ reason: isText }),
  'too-long': isOf({ maxOutputBytes: isNumber }),
};
const results: ReadonlyMap<unknown, Is> = new Map(Object.entries(resultShapes));
const isResult: Is = (value) =>
  isFields(value) && results.get((value as Fields)['kind'])?.(value) === true;

const asked = { at: isNumber, ms: isNumber };

const shapes: ReadonlyMap<string, Readonly<Record<string, Is>>> = new Map([
  ['run', { ...asked, node: isText, argv: isListOf(isText), result: isResult }],
  ['connect', { ...asked, address: isText, error: isMaybe(isError) }],
  [
    'query',
    {
      ...asked,
      address: isText,
      query: isText,
      coordinator: isText,
      rows: isMaybe(isListOf(isFields)),
      error: isMaybe(isError),
    },
  ],
  [
    'bean',
    {
      ...asked,
      node: isText,
      question: Array.isArray,
      value: isMaybe(isBeanValue),
      error: isMaybe(isJmxError),
    },
  ],
  ['look', { at: isNumber, begunAt: isNumber, asksEnds: isMaybe((value) => value === true) }],
  ['end', { at: isNumber }],
]);

function problemOf(fields: Fields, shape: Readonly<Record<string, Is>>): string | undefined {
  const wrong = Object.entries(shape).find(([name, is]) => !is(fields[name]));
  return wrong && `${wrong[0]} is missing, or not what it should be`;
}
