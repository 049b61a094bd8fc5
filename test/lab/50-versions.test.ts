import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthJson } from './health-json.ts';
import { labIn } from './ringward.ts';
import { sideBySide } from './side-by-side.ts';

describe.each([
  ['4.0.19', '127.0.52'],
  ['4.1.10', '127.0.54'],
  ['5.0.8', '127.0.53'],
])('one node of Cassandra %s', (version, network) => {
  const lab = labIn(`version-${version}`, network);
  beforeAll(() => lab.up(version, '--nodes', '1'));
  afterAll(async () => {
    await lab.down();
    rmSync(lab.folder, { recursive: true });
  });

  test('health reads every source', async () => {
    const ended = await lab.run('health', '--format', 'json');
    const report = healthJson(ended);
    expect(report.missing).toEqual([]);
    expect(ended.code).toBe(0);
    expect(report.findings).toEqual([]);
    expect(report.nodes).toMatchObject([{ address: lab.address(1), release: version }]);
  });

  test('what JMX says is what nodetool says, source by source', async () => {
    const pairs = await sideBySide(lab.dir);
    expect(Object.keys(pairs)).toContain('describering');
    for (const [source, { jmx, nodetool }] of Object.entries(pairs)) {
      expect(jmx, source).toEqual(nodetool);
      // 4.0 keeps no list of pending hints; everything else every version here has.
      if (source !== 'pending-hints') expect(typeof jmx, source).toBe('object');
    }
  });

  test('health by nodetool alone reads every source, too', async () => {
    const ended = await lab.run('health', '--via', 'nodetool', '--format', 'json');
    expect(healthJson(ended)).toMatchObject({ verdict: 'healthy', missing: [] });
  });
});
