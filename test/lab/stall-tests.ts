import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compacting } from './compacting.ts';
import { evidenceOf, healthJson, type HealthJson } from './health-json.ts';
import { healthUntil, isClean } from './health-until.ts';
import { randomRows, type RandomRows } from './random-rows.ts';
import type { Lab, Running } from './ringward.ts';

/** Of three nodes that are up: one with autocompaction off, one throttled, one frozen. */
export function testsOfStalls(lab: Lab): void {
  const [first, second, third] = [lab.address(1), lab.address(2), lab.address(3)];
  const { exec, fault } = lab;
  const nodetool = (node: string, ...argv: string[]) => exec(node, 'nodetool', ...argv);

  describe('three compactions that are not well, in one look', () => {
    let rows: RandomRows | undefined;
    let report: HealthJson;
    let compactions: readonly Running[] = [];
    const of = (node: string) =>
      report.findings.filter((one) => one.detector === 'stalled-compaction' && one.node === node);

    beforeAll(async () => {
      rows = await randomRows([first, second, third]);
      await rows.create('big');
      await rows.create('events');
      for (let part = 0; part < 3; part += 1) {
        await rows.write('big', 7_000);
        await Promise.all(['2', '3'].map((node) => nodetool(node, 'flush', 'work', 'big')));
      }
      await nodetool('1', 'disableautocompaction', 'work', 'events');
      await nodetool('2', 'setcompactionthroughput', '1');
      await fault('3', 'freeze-compaction');
      compactions = await Promise.all(['2', '3'].map((node) => compacting(lab, node)));
      const health = lab.start('health', '--for', '75s', '--format', 'json');
      while (!health.hasEnded()) {
        await rows.write('events', 20);
        await nodetool('1', 'flush', 'work', 'events');
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      }
      report = healthJson(await health.ended);
    });
    afterAll(() => rows?.close());

    test('autocompaction switched off under writes is DISABLED, with its SSTables; nothing is pending', () => {
      expect(report.exitCode).toBe(1);
      const [disabled, ...others] = of(first);
      expect(others).toEqual([]);
      expect(disabled).toMatchObject({
        state: 'DISABLED',
        severity: 'critical',
        subject: 'work.events',
      });
      const counts = evidenceOf(disabled, 'SSTables of work.events').samples.map(
        (one) => one.value,
      );
      expect((counts.at(-1) ?? 0) - (counts[0] ?? 0)).toBeGreaterThanOrEqual(2);
      expect(evidenceOf(disabled, 'pending compactions').value).toBe(0);
    });

    test('a compaction at 1 MiB/s is SLOW and not STUCK', () => {
      const [slow, ...others] = of(second);
      expect(others).toEqual([]);
      expect(slow).toMatchObject({ state: 'SLOW' });
      expect(slow?.subject).toMatch(/^work\.big [0-9a-f-]{36}$/);
      const mebibyte = 1024 * 1024;
      expect(evidenceOf(slow, 'rate').value).toBeGreaterThan(0.5 * mebibyte);
      expect(evidenceOf(slow, 'rate').value).toBeLessThan(1.5 * mebibyte);
    });

    test('a compaction frozen in place is STUCK: node, task, samples, idle threads', () => {
      const [stuck, ...others] = of(third);
      expect(others).toEqual([]);
      expect(stuck).toMatchObject({ state: 'STUCK', severity: 'critical' });
      expect(stuck?.subject).toMatch(/^work\.big [0-9a-f-]{36}$/);
      const progress = evidenceOf(stuck, 'completed').samples;
      expect(progress.length).toBeGreaterThanOrEqual(3);
      expect(new Set(progress.slice(-3).map((one) => one.value)).size).toBe(1);
      expect(evidenceOf(stuck, 'without progress').value).toBeGreaterThanOrEqual(60);
      expect(evidenceOf(stuck, 'CPU of the compaction threads').value).toBeLessThan(1);
      expect(evidenceOf(stuck, 'thread states').value).toContain('S');
    });

    test('while one stands still no roll begins: exit 3, the task named, no node touched', async () => {
      await nodetool('2', 'setcompactionthroughput', '64');
      await nodetool('1', 'enableautocompaction', 'work', 'events');
      expect((await compactions[0]?.ended)?.code).toBe(0);
      const { code, out, err } = await lab.run('restart', '--yes', '--state-dir', lab.state);
      expect(code, out + err).toBe(3);
      expect(err).toMatch(/compaction of work\.big has not moved for/i);
      expect(err).toContain(third);
      expect(err).toContain('no node is part-way');
      expect(out).not.toContain('drain');
    });

    test('released, they go on to their end, and the lab is healthy again', async () => {
      await fault('3', 'release');
      for (const { ended } of compactions) expect((await ended).code).toBe(0);
      await healthUntil(lab, 60, isClean);
    });
  });
}
