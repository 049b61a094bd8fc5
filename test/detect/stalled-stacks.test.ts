import { describe, expect, test } from 'vitest';
import type { CompactionStacks } from '../../src/model/readings.ts';
import { failed, task, type Answers } from './series-builder.ts';
import { detect, running, watched } from './stalled-series.ts';

const limiter = ['java.lang.Thread.sleep', 'com.google.common.util.concurrent.RateLimiter.acquire'];
const deadlock = ['jdk.internal.misc.Unsafe.park', 'org.apache.cassandra.utils.WaitQueue.await'];
const idle = ['jdk.internal.misc.Unsafe.park', 'java.util.concurrent.ThreadPoolExecutor.getTask'];

function stacks(...frames: readonly (readonly string[])[]): CompactionStacks {
  return {
    threads: frames.map((each, i) => ({
      name: `CompactionExecutor:${i + 1}`,
      state: 'TIMED_WAITING (sleeping)',
      frames: each,
    })),
  };
}

type Stacks = NonNullable<Answers['compaction-stacks']>;

/** A task that stands still for 90 s with idle threads, and what their stacks show. */
function stalled(of: (second: number) => Stacks, change: Answers = {}) {
  const { findings } = detect(
    watched(90, (second) => ({
      ...running(task(5_000_000_000)),
      ...(second > 0 ? { 'compaction-stacks': of(second) } : {}),
      ...change,
    })),
  );
  return findings;
}

const evidenceOf = (findings: ReturnType<typeof stalled>, what: string) =>
  findings[0]?.evidence.find((one) => one.what.startsWith(what))?.value;

describe('a task without progress whose thread waits for the throttle', () => {
  test('is SLOW, not STUCK, with the stack as evidence', () => {
    const findings = stalled(() => stacks(limiter, idle));
    expect(findings).toMatchObject([
      {
        state: 'SLOW',
        severity: 'info',
        summary:
          'compaction of app.events has not moved for 90 s: its thread waits for the throttle (64 MiB/s a task): slow, not stalled',
        causes: [
          {
            id: 'throttle',
            confidence: 'likely',
            speaksFor: ['a compaction thread waits in RateLimiter.acquire at 9 of 9 looks'],
          },
        ],
      },
    ]);
    expect(evidenceOf(findings, 'stack of CompactionExecutor:1, TIMED')).toBe(limiter.join(' < '));
    expect(evidenceOf(findings, 'stack of CompactionExecutor:2')).toBeUndefined();
  });

  test('is a warning while SSTables pile up', () => {
    const { findings } = detect(
      watched(90, (second) => ({
        ...running(task(5_000)),
        'compaction-stacks': stacks(limiter),
        'sstable-counts': {
          tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 + second }],
        },
      })),
    );
    expect(findings).toMatchObject([{ state: 'SLOW', severity: 'warning' }]);
    expect(findings[0]?.advice).toHaveLength(2);
  });

  test('is so too where /proc is not seen', () => {
    const findings = stalled(() => stacks(limiter), { 'compaction-threads': failed('failed') });
    expect(findings).toMatchObject([{ state: 'SLOW', severity: 'info' }]);
  });

  test('is no stall for a minute after it was seen to wait', () => {
    const until = (last: number) => stalled((second) => stacks(second <= last ? limiter : ['a.B']));
    expect(until(40)).toMatchObject([{ state: 'SLOW' }]);
    expect(until(30)).toMatchObject([{ state: 'STUCK' }]);
  });

  test('does not excuse another thread that stands still', () => {
    expect(stalled(() => stacks(limiter, deadlock))).toMatchObject([{ state: 'STUCK' }]);
    const moving = (second: number) => stacks(limiter, [`a.B${second}`]);
    expect(stalled(moving)).toMatchObject([{ state: 'SLOW' }]);
  });
});

describe('without the throttle in a stack it stays STUCK', () => {
  test('does not excuse a thread that worked before it hung', () => {
    const merging = ['org.apache.cassandra.db.rows.Rows.merge'];
    const findings = stalled((second) => stacks(limiter, second < 20 ? merging : deadlock));
    expect(findings).toMatchObject([{ state: 'STUCK', severity: 'critical' }]);
  });

  test('a thread at one place at every look speaks for a deadlock', () => {
    const findings = stalled(() => stacks(deadlock));
    expect(findings).toMatchObject([{ state: 'STUCK', severity: 'critical' }]);
    expect(findings[0]?.causes?.[0]).toMatchObject({ id: 'waiting-thread' });
    expect(findings[0]?.causes?.[0]?.speaksFor).toContain(
      'CompactionExecutor:1 stands in jdk.internal.misc.Unsafe.park at each of 9 looks',
    );
    expect(evidenceOf(findings, 'threads at the same place')).toBe(1);
  });

  test('no thread at work is said', () => {
    const findings = stalled(() => stacks(idle));
    expect(findings).toMatchObject([{ state: 'STUCK' }]);
    expect(evidenceOf(findings, 'stacks')).toBe('none is at work');
  });

  test('of a deep stack 8 frames are shown, of many threads 4', () => {
    const deep = Array.from({ length: 12 }, (_, i) => `a.B.c${i}`);
    const findings = stalled(() => stacks(deep, deep, deep, deep, deep));
    expect(evidenceOf(findings, 'stack of')).toBe(deep.slice(0, 8).join(' < '));
    const shown = findings[0]?.evidence.filter(({ what }) => what.startsWith('stack of'));
    expect(shown).toHaveLength(4);
  });
});

describe('stacks that were not seen leave the verdict as it is, and it says so', () => {
  test('they failed', () => {
    const findings = stalled(() => failed('failed'));
    expect(findings).toMatchObject([{ state: 'STUCK', severity: 'critical' }]);
    expect(evidenceOf(findings, 'stacks')).toMatch(/^not seen: /);
  });

  test('they were not asked for', () => {
    const { findings } = detect(watched(90, () => running(task(5_000))));
    expect(findings).toMatchObject([{ state: 'STUCK' }]);
    expect(evidenceOf(findings, 'stacks')).toBe('not seen: they were not asked for');
  });

  test('the task has threads of its own', () => {
    const other = { ...task(5_000), kind: 'validation' };
    const { findings } = detect(
      watched(90, () => ({ ...running(other), 'compaction-stacks': stacks(limiter) })),
    );
    expect(findings).toMatchObject([{ state: 'UNKNOWN' }]);
    expect(evidenceOf(findings, 'stacks')).toBe('not seen: the task has threads of its own');
  });
});
