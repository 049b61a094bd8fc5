import { describe, expect, test } from 'vitest';
import type { TaskProgress } from '../../src/collect/context.ts';
import { askStacks } from '../../src/collect/still-tasks.ts';
import type { SourceId } from '../../src/model/snapshot.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { sayThreadDump } from '../../src/simulate/say/thread-dump.ts';
import { fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import { task } from '../detect/series-builder.ts';
import { world } from './world.ts';

const threads = [{ name: 'CompactionExecutor:1', state: 'RUNNABLE', frames: ['a.B.c'] }];
const dump = sayThreadDump({ threads }, '4.1.10').stdout;
const bean = 'com.sun.management:type=DiagnosticCommand';
const answering: Beans = { [bean]: { 'threadPrint()': dump } };

/** Looks at a node whose task stands there, one after the other; undefined: it runs no task. */
async function looks(stands: readonly (number | undefined)[], beans: Beans = answering) {
  const { on } = world();
  const context = { ...on('127.0.1.1'), via: 'jmx', progress: new Map<string, TaskProgress>() };
  const jmx = fakeJmxClient(beans);
  const answers = [];
  for (const [at, completed] of stands.entries()) {
    const active = completed === undefined ? [] : [task(completed)];
    const source = at % 2 === 0 ? 'compactionstats' : 'sstable-tasks';
    const value = { pendingTasks: 1, active, tasks: active };
    answers.push(
      await askStacks(
        context as never,
        new Set<SourceId>(['compaction-stacks']),
        { [source]: { kind: 'seen', at: 0, value } },
        { jmx },
      ),
    );
  }
  return { answers, asked: jmx.asked };
}

describe('stacks are asked for', () => {
  test('where a task stands where it stood at the look before', async () => {
    const { answers, asked } = await looks([1, 2, 2, 3, undefined, 3, 3]);
    const seen = { 'compaction-stacks': { kind: 'seen', via: 'jmx', value: { threads } } };
    expect(answers).toMatchObject([{}, {}, seen, {}, {}, {}, seen]);
    expect(answers.map((each) => Object.keys(each).length)).toEqual([0, 0, 1, 0, 0, 0, 1]);
    expect(asked).toHaveLength(2);
  });

  test('and what a node does not give is said', async () => {
    const refused = new JmxError('remote', 'Access denied', 'java.lang.SecurityException');
    const { answers } = await looks([1, 1], { [bean]: { 'threadPrint()': refused } });
    expect(answers[1]).toMatchObject({
      'compaction-stacks': { kind: 'missing', detail: 'JMX: Access denied' },
    });
  });
});

describe('they are not', () => {
  const stats = { compactionstats: { kind: 'seen', at: 0, value: { active: [task(1)] } } } as never;

  test('by one look alone', async () => {
    const { on } = world();
    const jmx = fakeJmxClient(answering);
    const ask = () => askStacks(on('127.0.1.1'), new Set(['compaction-stacks']), stats, { jmx });
    expect([await ask(), await ask()]).toEqual([{}, {}]);
  });

  test('for a task with threads of its own', async () => {
    const { on } = world();
    const context = { ...on('127.0.1.1'), progress: new Map<string, TaskProgress>() };
    const active = [{ ...task(1), kind: 'validation' }];
    const value = { compactionstats: { kind: 'seen', at: 0, value: { active } } } as never;
    const jmx = fakeJmxClient(answering);
    const ask = () => askStacks(context, new Set(['compaction-stacks']), value, { jmx });
    expect([await ask(), await ask()]).toEqual([{}, {}]);
  });

  test('when nobody wants them', async () => {
    const { on } = world();
    const context = { ...on('127.0.1.1'), progress: new Map<string, TaskProgress>() };
    const ask = () => askStacks(context, new Set(['compactionstats']), stats, {});
    expect([await ask(), await ask()]).toEqual([{}, {}]);
  });
});
