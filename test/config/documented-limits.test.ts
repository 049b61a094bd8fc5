import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDuration } from '../../src/config/duration.ts';
import { labLimits, productionLimits, type Limits } from '../../src/model/limits.ts';

const page = readFileSync(new URL('../../docs/inventory.md', import.meta.url), 'utf8');
const documented = new Map(
  [...page.matchAll(/^\| `(\w+)` +\|[^|]*\| ([\d.]+[msh]*) +\| ([\d.]+[msh]*) +\|$/gm)].map(
    ([, key = '', production = '', lab = '']) => [key, [production, lab].map(valueOf)] as const,
  ),
);

function valueOf(text: string): number {
  return parseDuration(text) ?? Number(text);
}

test('docs/inventory.md has every limit with its value in both sets', () => {
  const fields = Object.keys(productionLimits) as (keyof Limits)[];
  const expected = fields
    .filter((field) => field !== 'set')
    .map((field) => [field.replace(/Ms$/, ''), [productionLimits[field], labLimits[field]]]);
  expect([...documented]).toEqual(expected);
});
