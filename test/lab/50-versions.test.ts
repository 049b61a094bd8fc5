import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthJson } from './health-json.ts';
import { labIn } from './ringward.ts';

describe.each([
  ['4.0.19', '127.0.52'],
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
});
