import { expect, test } from 'vitest';
import { ofEach, type RuleContext } from '../../../src/plan/checks/check.ts';

const addresses = ['a', 'b', 'c', 'd'];
const settingsOf = (auto: string) => ({ values: { auto_snapshot: auto } });

test('an answer that nodes share is judged once, equal ones are told together, and a missing one is told', () => {
  const [shared, equal] = [settingsOf('false'), settingsOf('false')];
  const seen = (value: typeof shared) => ({ settings: { kind: 'seen', at: 0, value } as const });
  const away = { kind: 'missing', at: 0, why: 'timed-out', detail: 'after 20 s' } as const;
  const sources = [seen(shared), seen(shared), seen(equal), { settings: away }];
  const nodes = addresses.map((address, at) => ({ address, sources: sources[at] ?? {} }));
  const judged: unknown[] = [];
  const context = { snapshot: { at: 0, nodes } } as unknown as RuleContext;
  const found = ofEach(context, nodes, 'settings', (value) => {
    judged.push(value);
    return ['it is off'];
  });
  expect(judged).toEqual([shared, equal]);
  expect(found).toEqual([
    { verdict: 'broken', what: 'it is off', nodes: ['a', 'b', 'c'] },
    {
      verdict: 'cannot-tell',
      what: 'settings did not come, timed-out: after 20 s',
      nodes: ['d'],
    },
  ]);
});
