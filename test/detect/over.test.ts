import { expect, test } from 'vitest';
import { detectors, detectOverTime } from '../../src/detect/index.ts';
import { overFindings } from '../../src/detect/over.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { failed, healthyThree, info, looks, ring, type Answers } from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;
const allUp = ring({ [a]: 'up', [b]: 'up', [c]: 'up' });
const cDown = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });

/** Three minutes, the ring asked once a minute; `c` is down as its peers see it at these seconds. */
function threeMinutes(isDown: (second: number) => boolean, own: Answers = {}): Series {
  return looks(180, 60, (second) =>
    healthyThree((node) => (node === c ? own : { status: isDown(second) ? cDown : allUp })),
  );
}

const over = (series: Series) =>
  detectOverTime(series, productionLimits)
    .flatMap(({ findings }) => findings)
    .filter(({ detector }) => detector === 'node-down');

test('a node that was seen DOWN meanwhile is told, with the times, as a warning', () => {
  const [finding, ...others] = over(threeMinutes((second) => second === 60 || second === 120));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ state: 'DOWN', severity: 'warning', node: c });
  expect(finding?.summary).toBe(
    `seen DOWN by ${a}, ${b} (2 of 2 peers that answer); so from 2026-11-24T19:01:00Z to 2026-11-24T19:02:00Z, at 2 of 4 looks, and not at the last`,
  );
});

test('once is enough for what is critical, and nobody is told to start what runs', () => {
  const silent = { 'cql-local': failed('unreachable'), status: failed('unreachable') };
  const [finding] = over(threeMinutes((second) => second === 0, silent));
  expect(finding?.summary).toContain('so at 2026-11-24T19:00:00Z, at 1 of 4 looks');
  expect(finding?.advice).not.toContainEqual({ on: c, command: 'start' });
  expect(finding?.advice).toContainEqual({ on: c, command: 'log' });
});

test('what is still so is told once, as it is', () => {
  const [finding, ...others] = over(threeMinutes((second) => second > 0));
  expect(others).toEqual([]);
  expect(finding?.severity).toBe('critical');
});

test('a time in which nothing was found has nothing that is over, nor has a single look', () => {
  expect(over(threeMinutes(() => false))).toEqual([]);
  expect(over(threeMinutes(() => true).slice(0, 1))).toMatchObject([{ severity: 'critical' }]);
});

test('a look at which nobody was asked says nothing', () => {
  const series = threeMinutes((second) => second === 60).map((look, at) =>
    at === 1 ? { ...look, nodes: look.nodes.map((node) => ({ ...node, sources: {} })) } : look,
  );
  expect(over(series)).toEqual([]);
});

test('a warning at one look alone is what gossip does while it spreads', () => {
  const split = (times: number) =>
    looks(180, 60, (second) =>
      healthyThree((node) => ({
        status: node === a && second < times * 60 ? cDown : allUp,
        info: info(),
      })),
    );
  const found = (times: number) => overFindings(split(times), detectors, productionLimits, []);
  expect(found(1)).toEqual([]);
  expect(found(2)).toMatchObject([
    { detector: 'gossip-disagreement', state: 'LIVENESS', severity: 'warning', node: c },
  ]);
});
