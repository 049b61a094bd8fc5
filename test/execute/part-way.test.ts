import { expect, test } from 'vitest';
import { partWay } from '../../src/execute/part-way.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { smallRoll } from './small-roll.ts';

const [first, second] = ['10.0.0.1', '10.0.0.2'];
const { plan } = smallRoll();

function begun(node: string): readonly UpgradeEvent[] {
  return [
    { type: 'node-started', at: 1, node, generation: 1 },
    { type: 'step-started', at: 2, node, step: 0, kind: 'drain' },
  ];
}

function after(...events: readonly UpgradeEvent[]) {
  const progress = events.reduce(applyEvent, noProgress);
  return { started: progress.begun, text: partWay(plan, progress)?.text };
}

test('nobody is part-way before the first node is begun, and when all that were begun are done', () => {
  const done = { type: 'node-done', at: 3, node: first } as const;
  expect(after()).toEqual({ started: [], text: undefined });
  expect(after(...begun(first), done)).toEqual({ started: [], text: undefined });
});

test('of several that were left each is named, in the order of the plan, begun early or last', () => {
  const [one, two] = [first, second].map((address) => `${address} is part-way (in drain)`);
  expect(after(...begun(first))).toEqual({ started: [first], text: one });
  const text = `${one}, ${two}`;
  expect(after(...begun(first), ...begun(second))).toEqual({ started: [first, second], text });
  expect(after(...begun(second), ...begun(first))).toEqual({ started: [second, first], text });
});

test('a node that is begun again after another was, and then done, is not part-way', () => {
  const done = { type: 'node-done', at: 3, node: first } as const;
  const text = `${second} is part-way (in drain)`;
  const events = [...begun(first), ...begun(second), ...begun(first), done];
  expect(after(...events)).toEqual({ started: [second], text });
});
