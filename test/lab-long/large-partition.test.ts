import { beforeAll, describe, expect, test } from 'vitest';
import { compacting } from '../lab/compacting.ts';
import { evidenceOf, healthJson, type HealthFinding } from '../lab/health-json.ts';
import { labIn } from '../lab/ringward.ts';
import { wideRows, type WideRows } from '../lab/wide-rows.ts';

const mebibyte = 1024 * 1024;
/** About 1 to 3 MiB/s of random bytes on one CPU: a compaction of hundreds of MB takes minutes. */
const slowToWrite = {
  class: 'ZstdCompressor',
  compression_level: '22',
  chunk_length_in_kb: '64',
};

/** A huge partition is what is taken for a stall most often: none of these is STUCK, and each ends by itself. */
describe.each([
  { version: '4.1.10', network: '127.0.74' },
  { version: '5.0.8', network: '127.0.75' },
])('a huge partition on $version', ({ version, network }) => {
  const lab = labIn(`large-${version}`, network);
  const node = lab.address(1);
  const nodetool = (...argv: string[]) => lab.exec('1', 'nodetool', ...argv);
  let rows: WideRows;

  beforeAll(async () => {
    await lab.up(version, '--nodes', '1');
    rows = lab.closes(await wideRows(node));
  });

  /** Two SSTables of it, and what a look of 75 s at their compaction finds. */
  async function compacted(table: string, count: number, rowBytes: number) {
    for (let part = 0; part < 2; part += 1) {
      await rows.write(table, count, rowBytes);
      await nodetool('flush', 'work', table);
    }
    const compaction = await compacting(lab, '1', table);
    const report = healthJson(await lab.run('health', '--for', '75s', '--format', 'json'));
    expect(report.missing).toEqual([]);
    const found = report.findings.filter(({ detector }) => detector === 'stalled-compaction');
    process.stdout.write(`${version} ${table}: ${found.map(({ summary }) => summary).join()}\n`);
    return { found, compaction };
  }

  test('180 MB at 1 MiB/s: read at once, then paid for with idle threads near its end, and no stall', async () => {
    await rows.create('throttled', { enabled: 'false' });
    await nodetool('setcompactionthroughput', '1');
    const { found, compaction } = await compacted('throttled', 9_000, 10_000);
    // In its last percent a task is let stand for ten minutes.
    expect(found.filter(({ severity }) => severity !== 'info')).toEqual([]);
    // What is owed already is paid at the rate at which it was borrowed.
    await nodetool('setcompactionthroughput', '64');
    expect((await compaction.ended).code).toBe(0);
  });

  test('240 MB that cost much CPU, in rows of 10 kB: bytes move below the throttle, LARGE', async () => {
    await rows.create('small_rows', slowToWrite);
    const { found, compaction } = await compacted('small_rows', 12_000, 10_000);
    expectLarge(found, / moves at .+, time left .+: no stall$/);
    expect(evidenceOf(found[0], 'rate').value).toBeLessThan(32 * mebibyte);
    expect((await compaction.ended).code).toBe(0);
  });

  test('the same in rows of 3 MB: nothing moves for a minute while a thread works, LARGE', async () => {
    await rows.create('large_rows', slowToWrite);
    // Progress is told every 100 rows.
    const { found, compaction } = await compacted('large_rows', 60, 3_000_000);
    expectLarge(found, / shows no progress for .+, but its thread works: busy on one huge part/);
    expect(found[0]?.causes[0]).toMatchObject({ id: 'huge-partition' });
    expect(evidenceOf(found[0], 'without progress').value).toBeGreaterThanOrEqual(60);
    expect((await compaction.ended).code).toBe(0);
  });

  function expectLarge(found: readonly HealthFinding[], summary: RegExp): void {
    expect(found).toMatchObject([{ state: 'LARGE', severity: 'info', node }]);
    expect(found[0]?.summary).toMatch(summary);
  }
});
