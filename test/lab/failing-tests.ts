import { spawnSync } from 'node:child_process';
import {
  cpSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { healthJson, type HealthFinding } from './health-json.ts';
import { randomRows, type RandomRows } from './random-rows.ts';
import type { Lab } from './ringward.ts';

const mebibyte = 1024 * 1024;

/** Compactions that cannot succeed, on one node of this version. */
export function testsOfFailing(lab: Lab, version: string): void {
  const data = join(lab.node(1), 'data');
  const nodetool = (...argv: string[]) =>
    lab.run('lab', 'exec', '--dir', lab.dir, '1', 'nodetool', ...argv);
  let rows: RandomRows;

  /** The node's data on a disk of its own, small enough to be filled. */
  function smallDisk(): boolean {
    cpSync(data, `${data}-before`, { recursive: true });
    const mount = ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', data];
    if (spawnSync('mount', mount, { timeout: 30_000 }).status !== 0) return false;
    lab.closes({ close: unmount });
    cpSync(`${data}-before`, data, { recursive: true });
    return true;
  }

  async function unmount(): Promise<void> {
    await lab.down();
    // A process that has just ended may keep it busy for a moment.
    spawnSync('umount', ['--lazy', data], { timeout: 30_000 });
  }

  let hasSmallDisk = false;

  beforeAll(async () => {
    await lab.up(version, '--nodes', '1');
    await lab.down();
    hasSmallDisk = smallDisk();
    await lab.up(version, '--nodes', '1');
    rows = lab.closes(await randomRows([lab.address(1)]));
  });

  async function sstables(table: string, count: number, rowsInEach: number, isCompressed: boolean) {
    await rows.create(table, isCompressed);
    for (let part = 0; part < count; part += 1) {
      await rows.write(table, rowsInEach);
      expect((await nodetool('flush', 'work', table)).code).toBe(0);
    }
  }

  /** What is found failing in a look in whose middle a compaction of the table is tried. */
  async function failingWhile(table: string): Promise<readonly HealthFinding[]> {
    const health = lab.start('health', '--for', '40s', '--format', 'json');
    // Said every 15 s, and from the end of the first look on.
    await health.says('watching, ');
    await nodetool('compact', 'work', table);
    expect(health.hasEnded()).toBe(false);
    return failingIn(await health.ended);
  }

  function failingIn(ended: Parameters<typeof healthJson>[0]): readonly HealthFinding[] {
    return healthJson(ended).findings.filter(({ state }) => state === 'FAILING');
  }

  function largestFile(table: string): string {
    const [folder = ''] = readdirSync(join(data, 'work')).filter((name) =>
      name.startsWith(`${table}-`),
    );
    const files = readdirSync(join(data, 'work', folder)).filter((name) =>
      name.endsWith('-Data.db'),
    );
    return files
      .map((name) => join(data, 'work', folder, name))
      .reduce((best, next) => (statSync(next).size > statSync(best).size ? next : best));
  }

  test('a broken SSTable: critical when a compaction meets it, a warning from then on', async () => {
    await sstables('broken', 2, 300, true);
    const file = largestFile('broken');
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.alloc(64, 'x'), 0, 64, Math.floor(statSync(file).size / 2));
    closeSync(fd);
    const expected = {
      detector: 'stalled-compaction',
      node: lab.address(1),
      subject: 'work.broken',
      causes: [{ id: 'corrupt-sstable', confidence: 'likely' }],
    };
    expect(await failingWhile('broken')).toMatchObject([{ ...expected, severity: 'critical' }]);
    const later = await lab.run('health', '--format', 'json');
    expect(failingIn(later)).toMatchObject([{ ...expected, severity: 'warning' }]);
    expect(later.code).toBe(1);

    // It says that it succeeded, and leaves the broken one out.
    expect((await nodetool('scrub', 'work', 'broken')).code).toBe(0);
    const scrubbed = await lab.run('health', '--format', 'json');
    expect(failingIn(scrubbed)).toMatchObject([{ ...expected, severity: 'warning' }]);

    await lab.down();
    await lab.up(version, '--nodes', '1');
    expect(failingIn(await lab.run('health', '--format', 'json'))).toEqual([]);
    expect((await nodetool('scrub', 'work', 'broken')).code).toBe(0);
    expect(await failingWhile('broken')).toEqual([]);
  });

  test('a compaction without room for its result: critical, and why', async (context) => {
    context.skip(!hasSmallDisk, 'no file system can be mounted here, so no disk be filled');
    await sstables('crowded', 3, 1_500, false);
    const { bavail, bsize } = statfsSync(data);
    writeFileSync(join(data, 'filler'), Buffer.alloc(bavail * bsize - 20 * mebibyte));
    const found = (await failingWhile('crowded')).find(
      ({ causes }) => causes[0]?.id === 'no-space',
    );
    rmSync(join(data, 'filler'));
    expect(found).toMatchObject({ severity: 'critical', subject: 'work.crowded' });
    expect(found?.evidence[0]?.what).toMatch(/^aborted compactions rose by \d+ in \d+ s$/);
  });
}
