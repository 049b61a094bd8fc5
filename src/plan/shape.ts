import { printable } from '../model/printable.ts';

/** What is wrong with a value, with the place in it; undefined: it has the shape. */
export type Shape = (value: unknown, where: string) => string | undefined;

export const text: Shape = (value, where) =>
  typeof value === 'string' ? undefined : wrong(value, where, 'text');

export function textThat(holds: (text: string) => boolean, wanted: string): Shape {
  return (value, where) =>
    typeof value === 'string' && holds(value) ? undefined : wrong(value, where, wanted);
}

export const truth: Shape = (value, where) =>
  typeof value === 'boolean' ? undefined : wrong(value, where, 'true or false');

export function numberFrom(min: number, max = Number.MAX_SAFE_INTEGER): Shape {
  return (value, where) => {
    if (typeof value === 'number' && value >= min && value <= max) return undefined;
    const upTo = max === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${max}`;
    return wrong(value, where, `a number, ${min} ${upTo}`);
  };
}

export function oneOf(choices: readonly (string | number | boolean)[]): Shape {
  return (value, where) =>
    choices.some((choice) => choice === value)
      ? undefined
      : wrong(value, where, `one of ${choices.join(', ')}`);
}

/** With at least `min` items. */
export function listOf(item: Shape, min = 0): Shape {
  return (value, where) => {
    if (!Array.isArray(value)) return wrong(value, where, 'a list');
    if (value.length < min) return `${where} has ${value.length} items, it needs ${min}`;
    return firstProblem(value.map((each, index) => [`${where}[${index}]`, item, each]));
  };
}

/** An object with any names. */
export function mapOf(item: Shape): Shape {
  return (value, where) => {
    if (!isObject(value)) return wrong(value, where, 'an object');
    const entries = Object.entries(value);
    return firstProblem(entries.map(([key, each]) => [inside(where, key), item, each]));
  };
}

/** An object with these fields and no others: what is not known may have been meant to matter. */
export function record(
  needed: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const known = new Map([...Object.entries(optional), ...Object.entries(needed)]);
  return (value, where) => {
    if (!isObject(value)) return wrong(value, where, 'an object');
    const missing = Object.keys(needed).find((key) => !Object.hasOwn(value, key));
    if (missing !== undefined) return `${inside(where, missing)} is missing`;
    return firstProblem(
      Object.entries(value).map(([key, each]) => [
        inside(where, key),
        known.get(key) ?? notKnown,
        each,
      ]),
    );
  };
}

const notKnown: Shape = (_, where) => `${where} is not known`;

function firstProblem(
  checks: readonly (readonly [where: string, shape: Shape, value: unknown])[],
): string | undefined {
  for (const [where, shape, value] of checks) {
    const problem = shape(value, where);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inside(where: string, key: string): string {
  return printable(where === '' ? key : `${where}.${key}`);
}

function wrong(value: unknown, where: string, wanted: string): string {
  const got = printable(value === undefined ? 'undefined' : JSON.stringify(value)).slice(0, 60);
  return `${where === '' ? 'the plan' : where}: ${got} is not ${wanted}`;
}
