import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { ToolError } from '../../src/model/errors.ts';
import type { Plan } from '../../src/model/plan.ts';
import { withDigest } from '../../src/plan/digest.ts';
import { parsePlanFile, planFileText } from '../../src/plan/plan-file.ts';
import { without } from '../gates/healthy-view.ts';
import { healthyRequest, planOf } from './healthy-request.ts';

const plan = planOf(healthyRequest);
const text = planFileText(plan);

const errorOf = (content: string): string => {
  try {
    parsePlanFile(content, 'p.json', catalogue);
  } catch (error) {
    if (error instanceof ToolError) return `${error.exitCode} ${error.message}`;
    throw error;
  }
  return 'no error';
};

test('a plan comes back from its file as it was', () => {
  expect(parsePlanFile(text, 'p.json', catalogue)).toEqual(plan);
});

test('layout may change, content may not', () => {
  expect(parsePlanFile(JSON.stringify(JSON.parse(text)), 'p.json', catalogue)).toEqual(plan);
  expect(errorOf(text.replace('"consecutive": 3', '"consecutive": 1'))).toBe(
    '2 p.json: the plan was changed after it was made',
  );
});

test.each([
  ['', /^2 p.json: this is not a plan file, not even JSON/],
  [text.slice(0, 100), /not even JSON/],
  ['[]', /^2 p.json: this is not a plan file$/],
  ['null', /^2 p.json: this is not a plan file$/],
  ['{"format": 1}', /^2 p.json: this is not a plan file$/],
  ['{"format": 1, "digest": "x"}', /was changed after it was made/],
  [text.replace('"format": 1', '"format": 2'), /plan format 2 is not known, 1 is/],
])('refuses what is no plan of this format: %#', (content, message) => {
  expect(errorOf(content)).toMatch(message);
});

test('any plan survives the way to the file and back, and any change of a character is seen', () => {
  const strings = fc.array(fc.string({ unit: 'binary' }));
  const levels = fc.dictionary(
    fc.string(),
    fc.subarray(['ONE', 'QUORUM'] as const, { minLength: 1 }),
  );
  const changes = fc.record({
    cluster: fc.string({ unit: 'binary' }),
    createdAt: fc.nat(),
    consistency: levels,
    warnings: strings,
    baseline: strings,
  });
  fc.assert(
    fc.property(changes, (change) => {
      const changed: Plan = withDigest({ ...without(plan, 'digest'), ...change });
      expect(parsePlanFile(planFileText(changed), 'p.json', catalogue)).toEqual(changed);
      const forged = planFileText({ ...changed, cluster: `${changed.cluster}!` });
      expect(errorOf(forged)).toMatch(/changed after it was made/);
    }),
  );
});
