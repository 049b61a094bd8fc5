import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectAll, detectors } from '../../src/detect/index.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { healthyThree, look } from './series-builder.ts';

test.each(detectors.map((one) => [one.id, one] as const))(
  '%s lives in the file of its name, is explained on a page of its own and listed in docs/detectors.md',
  (id, detector) => {
    expect(existsSync(`src/detect/${id}.ts`)).toBe(true);
    expect(readFileSync(`docs/findings/${id}.md`, 'utf8')).toMatch(new RegExp(`^# ${id}\n`));
    expect(readFileSync('docs/detectors.md', 'utf8')).toContain(`(findings/${id}.md)`);
    // Stacks are asked for only where a task stands where it stood at the look before.
    const follows = detector.follows.filter((source) => source !== 'compaction-stacks');
    expect(detector.needs).toEqual(expect.arrayContaining([...follows, ...(detector.ends ?? [])]));
  },
);

test('every detector answers, in the order of the list', () => {
  const detections = detectAll([look(0, healthyThree())], productionLimits);
  expect(detections.map((one) => one.detector)).toEqual(detectors.map((one) => one.id));
});
