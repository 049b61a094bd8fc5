import { beforeAll, expect, test } from 'vitest';
import { eventTypesByNode, eventsOf } from './event-types.ts';
import { labIn } from './ringward.ts';

const lab = labIn('twin', '127.0.35');
const flags = ['--state-dir', lab.state];

beforeAll(() => lab.up('4.1.10', '--also', '5.0.8'));

test('an upgrade goes, node by node and step by step, as it was rehearsed', async () => {
  await lab.mustRun('upgrade', 'plan', '--to', '5.0.8', '--out', 'plan.json', ...flags);
  const told = await lab.mustRun('upgrade', 'rehearse', 'plan.json', '--format', 'ndjson');
  const { out } = await lab.mustRun(
    ...['upgrade', 'run', 'plan.json', '--yes', '--format', 'ndjson', ...flags],
  );
  const real = eventTypesByNode(eventsOf(out));
  expect(Object.keys(real)).toEqual([1, 2, 3].map(lab.address));
  expect(eventTypesByNode(eventsOf(told.out).slice(0, -1))).toEqual(real);
});
