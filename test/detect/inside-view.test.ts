import { expect, test } from 'vitest';
import { insideView } from '../../src/detect/inside-view.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, healthyThree, info, look, ring, type Answers } from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function calm(node: string): Answers {
  return {
    status: ring({ [a]: 'up', [b]: 'up', [c]: 'up' }),
    info: info({ hostId: node }),
    tpstats: { pools: [], dropped: [{ message: 'MUTATION_REQ', count: 7 }] },
  };
}

function of(node: string, given: (node: string, second: number) => Answers) {
  const series = [0, 60].map((second) =>
    look(second, Object.fromEntries([a, b, c].map((one) => [one, given(one, second)]))),
  );
  return insideView(series, productionLimits, node);
}

test('seen up by its peers, open to clients, dropping nothing: green', () => {
  expect(of(a, calm)).toEqual({ verdict: 'green', because: '' });
});

test('a node that its peers see down is red, its neighbours are not', () => {
  const down = (node: string) => ({
    ...calm(node),
    status: ring({ [a]: 'up', [b]: 'up', [c]: 'down' }),
  });
  expect(of(c, down)).toEqual({
    verdict: 'red',
    because: `node-down DOWN: seen DOWN by ${a}, ${b} (2 of 2 peers that answer)`,
  });
  expect(of(a, down).verdict).toBe('green');
});

test('of one that refuses everything it is said that it is away, whatever its peers see', () => {
  const gone = failed('unreachable', 'connection refused');
  const refuses = (of: string) => (node: string) =>
    node === of ? { status: gone, info: gone, tpstats: gone } : calm(node);
  expect(of(c, refuses(c))).toMatchObject({ verdict: 'unknown', isAway: true });
  expect(of(a, refuses(c))).not.toHaveProperty('isAway');
});

test('a closed native transport and messages dropped meanwhile are red', () => {
  const closed = (node: string) => ({
    ...calm(node),
    info: info({ nativeTransportActive: false }),
  });
  expect(of(a, closed).because).toMatch(/^node-down NOT-SERVING: /);
  const dropping = (node: string, second: number) => ({
    ...calm(node),
    tpstats: { pools: [], dropped: [{ message: 'READ_REQ', count: second }] },
  });
  expect(of(a, dropping).because).toBe('dropped-mutations: 60 READ_REQ messages dropped in 60 s');
});

test('what did not come is unknown, never green', () => {
  const hangs = (node: string) => ({
    ...calm(node),
    info: failed('timed-out', 'no answer in 20 s'),
  });
  expect(of(a, hangs)).toEqual({
    verdict: 'unknown',
    because: 'info is missing: timed-out, no answer in 20 s',
  });
});

test('peers that disagree leave it unknown', () => {
  const split = (node: string) => ({
    ...calm(node),
    status: ring({ [a]: node === b ? 'down' : 'up', [b]: 'up', [c]: 'up' }),
  });
  expect(of(a, split)).toMatchObject({
    verdict: 'unknown',
    because: 'its peers disagree whether it is up',
  });
});

test('a ring of one speaks for itself, one node of several does not', () => {
  const only = (status: Answers['status']) =>
    insideView(
      [look(0, { [a]: { ...calm(a), ...(status ? { status } : {}) } })],
      productionLimits,
      a,
    );
  expect(only(ring({ [a]: 'up' })).verdict).toBe('green');
  expect(only(ring({ [a]: 'up', [b]: 'up' }))).toMatchObject({
    verdict: 'unknown',
    because: 'no peer says whether it is up',
  });
});

test('the healthy three of every other test are green, too', () => {
  expect(insideView([look(0, healthyThree(calm))], productionLimits, b).verdict).toBe('green');
});
