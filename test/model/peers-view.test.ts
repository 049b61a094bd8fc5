import { expect, test } from 'vitest';
import { peersView, votersOf } from '../../src/model/peers-view.ts';
import { failed, healthyThree, look, ring, type Answers } from '../detect/series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function verdictOnC(onA: Answers, onB: Answers) {
  const nodes = healthyThree((node) => (node === a ? onA : node === b ? onB : {}));
  return peersView([look(0, nodes)], c).verdict;
}

const sees = (liveness: 'up' | 'down' | 'unknown'): Answers => ({
  status: ring({ [a]: 'up', [b]: 'up', [c]: liveness }),
});
const lacks: Answers = { status: ring({ [a]: 'up', [b]: 'up' }) };
const silent: Answers = { status: failed('timed-out') };

test.each([
  ['up', sees('up'), sees('up')],
  ['down', sees('down'), sees('down')],
  ['split', sees('up'), sees('down')],
  ['absent', lacks, lacks],
  ['down', sees('down'), silent],
  ['up', sees('up'), sees('unknown')],
  ['unknown', silent, silent],
  ['unknown', sees('unknown'), silent],
] as const)('the verdict is %s', (verdict, onA, onB) => {
  expect(verdictOnC(onA, onB)).toBe(verdict);
});

test('two nodes that each see only the other down both keep their voice', () => {
  const nodes = {
    [a]: { status: ring({ [a]: 'up', [b]: 'down' }) },
    [b]: { status: ring({ [a]: 'down', [b]: 'up' }) },
  };
  expect(votersOf([look(0, nodes)])).toEqual([a, b]);
});

test('200 nodes that all see each other take well under a second', () => {
  const addresses = Array.from({ length: 200 }, (_, i) => `10.1.${i >> 6}.${i % 64}`);
  const view = ring(Object.fromEntries(addresses.map((address) => [address, 'up' as const])));
  const nodes = Object.fromEntries(addresses.map((address) => [address, { status: view }]));
  const series = [look(0, nodes)];
  const begin = performance.now();
  expect(addresses.every((one) => peersView(series, one).verdict === 'up')).toBe(true);
  expect(performance.now() - begin).toBeLessThan(1000);
});
