import { expect, test } from 'vitest';
import { begunPartWay } from '../../src/execute/part-way.ts';
import { writeControl } from '../../src/execute/control.ts';
import { Interrupted } from '../../src/model/errors.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import { paths, type rollOn } from '../simulate/simulated-roll.ts';
import { atEvent } from './at-event.ts';
import { mostUnderWay, stopsOf, strayStops, wavedRoll } from './waved-roll.ts';

type Rolled = ReturnType<typeof rollOn>;

/** Does something when a step of a node is begun. */
function when(roll: Rolled, node: string, kind: string, act: () => unknown): void {
  const isHere = (event: UpgradeEvent) =>
    event.type === 'step-started' && event.node === node && event.kind === kind;
  atEvent(roll, isHere, act);
}

function expectComplete(roll: Rolled): void {
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(stopsOf(roll.cluster.state())).toEqual([1, 1, 1, 1, 1, 1]);
  expect(roll.watch.breaches.map(describeBreach)).toEqual([]);
}

test('a restart by racks: the canary alone, then rack by rack, side by side; no range is lost', async () => {
  const roll = await wavedRoll();
  expect(roll.plan.nodes.map(({ wave }) => wave)).toEqual([1, 2, 3, 3, 4, 4]);
  await roll.run();
  expectComplete(roll);
  expect(mostUnderWay(roll.events())).toBe(2);
  expect(strayStops(roll.plan.nodes, roll.events())).toEqual([]);
});

test('the gates of both are judged before either is begun, at one look, with both down', async () => {
  const roll = await wavedRoll();
  await roll.run();
  const events = roll.events();
  const begun = events.findIndex((one) => one.type === 'node-started' && one.node === '10.0.0.3');
  const judged = events.flatMap((event, place) =>
    event.type === 'gate-judged' && event.gate === 'range-safety' ? [{ ...event, place }] : [],
  );
  const [one, other] = ['10.0.0.3', '10.0.0.4'].map((node) =>
    judged.find((event) => event.node === node),
  );
  expect(one?.at).toBe(other?.at);
  expect(Math.max(one?.place ?? Infinity, other?.place ?? Infinity)).toBeLessThan(begun);
  expect(one?.verdict).toEqual(other?.verdict);
});

test('Ctrl-C in a wave: both are brought to their end, no other is begun', async () => {
  const roll = await wavedRoll();
  when(roll, '10.0.0.3', 'stop', () => {
    roll.soft.abort(new Interrupted('SIGINT', ''));
  });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ hint: expect.stringMatching(/^no node is part-way/) as string });
  expect(stopsOf(roll.cluster.state())).toEqual([1, 1, 1, 1, 0, 0]);
});

test('the second Ctrl-C leaves both where they are, and names both', async () => {
  const roll = await wavedRoll();
  when(roll, '10.0.0.4', 'stop', () => {
    roll.soft.abort(new Interrupted('SIGINT', ''));
    roll.hard.abort(new Interrupted('SIGINT', ''));
  });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Interrupted);
  const { hint } = failure as Interrupted;
  expect(hint).toMatch(/10\.0\.0\.3 is part-way \(.*10\.0\.0\.4 is part-way \(/);
  const progress = roll.events().reduce(applyEvent, noProgress);
  expect(begunPartWay(roll.plan, progress)?.addresses).toEqual(['10.0.0.3', '10.0.0.4']);
});

test('a pause is kept between waves, never within one', async () => {
  const roll = await wavedRoll();
  const asked = { asked: 'pause', approved: [] } as const;
  when(roll, '10.0.0.3', 'drain', () => writeControl(roll.files, paths, asked));
  await expect(roll.run()).rejects.toMatchObject({ exitCode: 7 });
  expect(stopsOf(roll.cluster.state())).toEqual([1, 1, 1, 1, 0, 0]);
  await roll.resume();
  expectComplete(roll);
});

test('a peer that is down holds the whole wave: none of it is begun', async () => {
  const roll = await wavedRoll();
  const { nodes } = roll.plan;
  when(roll, '10.0.0.2', 'soak', () => {
    const dies = {
      kind: 'dies',
      node: '10.0.0.5',
      times: 1,
      at: roll.clock.now() + 25_000,
    } as const;
    roll.cluster.change({ ...roll.cluster.state(), faults: [dies] });
  });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(
      /^10\.0\.0\.[2-4]: .*10\.0\.0\.5 .*no node is part-way/,
    ) as string,
  });
  expect(stopsOf(roll.cluster.state()).slice(2, 4)).toEqual([0, 0]);
  expect(nodes).toHaveLength(6);
});
