import { expect, test } from 'vitest';
import { planText } from '../../src/report/roll-tty.ts';
import { healthyRequest, planOf } from '../plan/healthy-request.ts';

test('what was open when the plan was made is told in words, not as the key it is known by', () => {
  const baseline = ['node-down|DOWN|10.0.0.3|', 'stalled-compaction|STUCK|10.0.0.1|app.events 7'];
  const lines = planText({ ...planOf(healthyRequest), baseline }).split('\n');
  expect(lines.filter((line) => line.startsWith('Open already'))).toEqual([
    'Open already: node-down DOWN on 10.0.0.3',
    'Open already: stalled-compaction STUCK on 10.0.0.1 (app.events 7)',
  ]);
});
