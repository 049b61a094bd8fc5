import { expect, test } from 'vitest';
import { modeNormal } from '../../src/gates/mode-normal.ts';
import { healthyView, judged, missing, second, seen, viewWith } from './healthy-view.ts';

test('passes in mode NORMAL without streams', () => {
  expect(judged(modeNormal, healthyView)).toBe('pass: mode NORMAL, no streams');
});

test('waits in another mode and while it streams', () => {
  const joining = seen({ mode: 'JOINING', streams: [] });
  expect(judged(modeNormal, viewWith(second, 'netstats', joining))).toBe(
    'wait: 127.0.0.2 is in mode JOINING',
  );
  const streaming = seen({ mode: 'NORMAL', streams: ['Repair', 'Bootstrap'] });
  expect(judged(modeNormal, viewWith(second, 'netstats', streaming))).toBe(
    'wait: 127.0.0.2 is streaming: Repair, Bootstrap',
  );
});

test('waits when netstats is missing', () => {
  expect(judged(modeNormal, viewWith(second, 'netstats', missing()))).toBe(
    'wait: netstats of 127.0.0.2 is missing, timed-out: after 20 s',
  );
});
