import { expect, test } from 'vitest';
import { findingKey, findingKeyText } from '../../src/model/finding.ts';

test.each([
  [{ detector: 'disk-space', node: '10.0.0.1' }, 'disk-space on 10.0.0.1'],
  [{ detector: 'node-down', state: 'DOWN', node: 'cluster' }, 'node-down DOWN on cluster'],
  [
    { detector: 'stalled-compaction', state: 'STUCK', node: '10.0.0.1', subject: 'app.a|b 7' },
    'stalled-compaction STUCK on 10.0.0.1 (app.a|b 7)',
  ],
])('the key of %j is told as words', (finding, text) => {
  expect(findingKeyText(findingKey(finding))).toBe(text);
});
