import { expect, test } from 'vitest';
import { Count } from '../../src/collect/outside-count.ts';

function counted(latenciesMs: readonly number[], failures: readonly string[] = []): Count {
  const count = new Count();
  for (const ms of latenciesMs) count.succeeded(ms);
  for (const name of failures) count.failed(name);
  return count;
}

const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1);

test('tries, failures by class, and percentiles of those that succeeded', () => {
  expect(counted(upTo(200), ['closed', 'silent', 'closed']).toValue()).toEqual({
    ...{ tries: 203, failures: { closed: 2, silent: 1 } },
    ...{ p50Ms: 100, p99Ms: 198 },
  });
});

test('below a hundred no percentile is honest', () => {
  expect(counted(upTo(99)).toValue()).toMatchObject({ tries: 99, p50Ms: undefined });
});

test('sums go over all, and leave their parts as they were', () => {
  const [one, other] = [counted(upTo(100)), counted([1_000.04], ['closed'])];
  expect(Count.sum([one, other]).toValue()).toMatchObject({ tries: 102, failures: { closed: 1 } });
  expect(one.toValue()).toMatchObject({ tries: 100, failures: {} });
});
