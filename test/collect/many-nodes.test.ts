import { expect, test } from 'vitest';
import { openJmx } from '../../src/collect/jmx-clients.ts';
import { openSessions } from '../../src/collect/sessions.ts';
import { collectSnapshot } from '../../src/collect/snapshot.ts';
import { mostNodesAtOnce, turnsOf } from '../../src/collect/turns.ts';
import { detectors } from '../../src/detect/index.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { WayToAsk } from '../../src/model/seen.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { closedJmx, type JmxClient } from '../../src/ports/jmx.ts';
import type { Runner } from '../../src/ports/runner.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakeJmxClient } from '../fakes/fake-jmx.ts';
import { fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { healthyBeans } from './healthy-beans.ts';
import { filesCommand, machineWith } from './machine.ts';
import { healthyCqlOfEach, healthyNodetool } from './healthy-answers.ts';
import { node } from './world.ts';

/** As long as they take over a network: a look by JMX is some fifty questions. */
const [questionMs, nodetoolMs, commandMs] = [20, 1_200, 5];

/** All that health asks at one look, of so many nodes elsewhere, in the time of their clock. */
async function look(count: number, via: WayToAsk, isJmxOpen = true) {
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const nodes = Array.from({ length: count }, (_, i) =>
    node(`10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`, true),
  );
  const limits = productionLimits;
  const places = { files: memoryFiles(), env: {} };
  const { runner, mostAtOnce } = timedRunner(clock);
  const commands = turnsOf(limits.concurrency);
  const cql = timedCql(clock);
  const jmxPort = isJmxOpen ? { client: () => timedJmx(clock) } : closedJmx;
  const sessions = openSessions({ cql, clock, limits, access: {}, ...places });
  const jmx = openJmx({ jmx: jmxPort, access: {}, limits, commands, clock, ...places });
  const signal = new AbortController().signal;
  const snapshot = await collectSnapshot(nodes, new Set(detectors.flatMap(({ needs }) => needs)), {
    ports: { runner, clock },
    limits,
    signal,
    sessions,
    jmx,
    commands,
    via,
  });
  const answers = snapshot.nodes.flatMap(({ sources }) => Object.values(sources));
  return {
    wallMs: clock.now() - snapshot.at,
    timedOut: answers.filter((each) => each.kind === 'missing' && each.why === 'timed-out').length,
    seen: answers.filter(({ kind }) => kind === 'seen').length / count,
    mostAtOnce: mostAtOnce(),
  };
}

function timedRunner(clock: Clock) {
  // Commands run here, and not where the nodes are.
  const inner = fakeRunner([
    [filesCommand, machineWith({ '/proc/sys/kernel/hostname': 'desk\n' })],
    ...healthyNodetool,
  ]);
  let [running, most] = [0, 0];
  const runner: Runner = {
    async run(request) {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(request.argv[0] === 'nodetool' ? nodetoolMs : commandMs);
      running -= 1;
      return await inner.run(request);
    },
  };
  return { runner, mostAtOnce: () => most };
}

function timedJmx(clock: Clock): JmxClient {
  const inner = fakeJmxClient(healthyBeans);
  const after = async <T>(ask: () => Promise<T>) => {
    await clock.sleep(questionMs);
    return await ask();
  };
  return {
    getAttribute: (...args) => after(() => inner.getAttribute(...args)),
    getAttributes: (...args) => after(() => inner.getAttributes(...args)),
    queryNames: (...args) => after(() => inner.queryNames(...args)),
    invoke: (...args) => after(() => inner.invoke(...args)),
    close: () => inner.close(),
  };
}

function timedCql(clock: Clock): ReturnType<typeof fakeCql> {
  const inner = fakeCql(healthyCqlOfEach);
  return {
    ...inner,
    connect: async (target) => {
      await clock.sleep(3 * questionMs);
      const session = await inner.connect(target);
      return {
        ...session,
        execute: async (request) => {
          await clock.sleep(questionMs);
          return await session.execute(request);
        },
      };
    },
  };
}

test.each(['auto', 'jmx', 'cql'] as const)(
  'a look by --via %s at a hundred nodes takes no more than twice as long as at one',
  async (via) => {
    const one = await look(1, via);
    const hundred = await look(100, via);
    expect(hundred.wallMs).toBeLessThanOrEqual(2 * one.wallMs);
    expect(hundred.seen).toBe(one.seen);
  },
);

test('a thousand nodes are asked so many at a time', async () => {
  const one = await look(1, 'auto');
  const thousand = await look(1_000, 'auto');
  expect(thousand).toMatchObject({ timedOut: 0, seen: one.seen });
  expect(thousand.wallMs).toBeLessThanOrEqual(Math.ceil(1_000 / mostNodesAtOnce) * 2 * one.wallMs);
});

test('nodetool is a JVM on this machine: it is started for as many nodes at once as the limits say', async () => {
  const one = await look(1, 'auto', false);
  const hundred = await look(100, 'auto', false);
  expect([one.mostAtOnce, hundred.mostAtOnce]).toEqual([1, productionLimits.concurrency]);
  // Far longer than any limit of one question, and none was late.
  expect(hundred.wallMs).toBeGreaterThan(100_000);
  expect(hundred).toMatchObject({ timedOut: 0, seen: one.seen });
});
