import { describe, expect, test } from 'vitest';
import { nodeDown } from '../../src/detect/node-down.ts';
import type { LogEntry } from '../../src/model/readings.ts';
import { productionLimits } from '../../src/model/limits.ts';
import {
  endpoint,
  failed,
  gossip,
  healthyThree,
  info,
  look,
  ring,
  type Answers,
} from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function detect(nodes: Readonly<Record<string, Answers>>) {
  return nodeDown.detect([look(0, nodes)], productionLimits);
}

const silent: Answers = {
  status: failed('unreachable', 'connection refused'),
  info: failed('unreachable', 'connection refused'),
  gossipinfo: failed('unreachable', 'connection refused'),
  'cql-local': failed('unreachable', 'connection refused'),
};

test('a healthy cluster has no finding and nothing missing', () => {
  expect(detect(healthyThree())).toEqual({ detector: 'node-down', findings: [], missing: [] });
});

test('a node that its peers see DOWN is critical and names the peers', () => {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });
  const { findings } = detect(
    healthyThree((node) =>
      node === c
        ? silent
        : { status: view, gossipinfo: gossip([endpoint(c, { status: 'shutdown' })]) },
    ),
  );
  expect(findings).toMatchObject([
    {
      state: 'DOWN',
      severity: 'critical',
      node: c,
      summary: `seen DOWN by ${a}, ${b} (2 of 2 peers that answer)`,
      // What happened, then how it comes back; whether it did, its peers say.
      advice: [
        { on: c, command: 'log' },
        { on: c, command: 'start' },
        { on: a, nodetool: ['status'] },
        { on: a, nodetool: ['gossipinfo'] },
      ],
    },
  ]);
  expect(findings[0]?.evidence).toContainEqual({
    what: `gossip status at ${a}`,
    value: 'shutdown',
  });
});

test('a node that answers and is seen DOWN is not to be started', () => {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });
  const { findings } = detect(healthyThree((node) => (node === c ? {} : { status: view })));
  expect(findings[0]?.advice).toEqual([
    { on: c, nodetool: ['info'] },
    { on: c, nodetool: ['gossipinfo'] },
    { on: a, nodetool: ['status'] },
    { on: a, nodetool: ['gossipinfo'] },
    { on: c, command: 'log' },
  ]);
});

test('a node cut off from the others is down, however it sees itself and them', () => {
  const theirs = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });
  const own = ring({ [a]: 'down', [b]: 'down', [c]: 'up' });
  const { findings } = detect(healthyThree((node) => ({ status: node === c ? own : theirs })));
  expect(findings.map((one) => [one.node, one.state])).toEqual([[c, 'DOWN']]);
});

test('a silent node that every peer sees UP is missing data, not down', () => {
  const { findings, missing } = detect(healthyThree((node) => (node === b ? silent : {})));
  expect(findings).toEqual([]);
  expect(missing).toEqual([
    {
      node: b,
      source: 'status',
      why: 'unreachable',
      detail: `connection refused; peers see it UP (${a}, ${c}): not called down, but not seen`,
    },
    {
      node: b,
      source: 'cql-local',
      why: 'unreachable',
      detail: `connection refused; peers see it UP (${a}, ${c}): not called down, but not seen`,
    },
  ]);
});

test('a wrong password is missing data with its reason, never down', () => {
  const { findings, missing } = detect(
    healthyThree((node) => (node === b ? { 'cql-local': failed('authentication') } : {})),
  );
  expect(findings).toEqual([]);
  expect(missing).toMatchObject([{ node: b, source: 'cql-local', why: 'authentication' }]);
});

test('when nobody answers, every node is missing and none is down', () => {
  const { findings, missing } = detect(healthyThree(() => silent));
  expect(findings).toEqual([]);
  expect(new Set(missing.map((one) => one.node))).toEqual(new Set([a, b, c]));
  expect(missing.map((one) => one.detail)).toContain(
    'no other node said how it sees the ring: nobody can say whether it is up',
  );
});

test('a view of `?` is no view: it is missing, however many others know', () => {
  const unsure = ring({ [a]: 'up', [b]: 'up', [c]: 'unknown' });
  const one = (node: string): Answers => (node === a ? { status: unsure } : {});
  const told = (whom: string) => ({
    ...{ node: c, source: 'status', why: 'failed' },
    detail: `status of ${whom} says \`?\` of it: not known there whether it is up`,
  });
  expect(detect(healthyThree(one)).missing).toEqual([told(a)]);
  const all = healthyThree((node) => (node === c ? {} : { status: unsure }));
  expect(detect(all).missing).toEqual([told(`${a}, ${b}`)]);
});

test('of an inventory of one node nobody else was asked', () => {
  const { missing } = detect({ [a]: silent });
  expect(missing.map((one) => one.detail)).toContain(
    'no other node was asked: nobody can say whether it is up',
  );
});

test('a ring of one that answers is judged by itself', () => {
  const { missing } = detect({ [a]: { status: ring({ [a]: 'up' }), info: info() } });
  expect(missing).toEqual([]);
});

test('a drained node has no vote', () => {
  const stale = ring({ [a]: 'up', [b]: 'up', [c]: 'up' });
  const view = ring({ [a]: 'up', [b]: 'down', [c]: 'up' });
  const { findings } = detect(
    healthyThree((node) =>
      node === b ? { status: stale, info: info({ gossipActive: false }) } : { status: view },
    ),
  );
  expect(findings.map((one) => [one.node, one.state])).toEqual([[b, 'DOWN']]);
});

test('a node that is up but serves no clients is critical', () => {
  const { findings } = detect(
    healthyThree((node) => (node === c ? { info: info({ nativeTransportActive: false }) } : {})),
  );
  expect(findings).toMatchObject([{ state: 'NOT-SERVING', severity: 'critical', node: c }]);
});

test('a node of the ring that is not in the inventory is a warning, not judged', () => {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'up', '10.0.0.9': 'down' });
  const { findings } = detect(healthyThree(() => ({ status: view })));
  expect(findings).toMatchObject([
    {
      state: 'NOT-IN-INVENTORY',
      severity: 'warning',
      node: '10.0.0.9',
      summary: 'in the ring but not in the inventory: unknown, not judged',
    },
  ]);
});

test('an inventory node in no ring is critical', () => {
  const view = ring({ [a]: 'up', [b]: 'up' });
  const { findings } = detect(healthyThree((node) => (node === c ? silent : { status: view })));
  expect(findings).toMatchObject([{ state: 'ABSENT', severity: 'critical', node: c }]);
});

describe('why a node that runs serves nobody', () => {
  const logOf = (...entries: readonly LogEntry[]) => ({ entries, newestTime: '', gone: [] });
  const closed = (change: Answers = {}, gossipActive = false): Answers => ({
    info: info({ nativeTransportActive: false, gossipActive }),
    netstats: { mode: 'NORMAL', streams: [] },
    log: logOf(),
    ...change,
  });
  const found = (answers: Answers) =>
    detect(healthyThree((node) => (node === c ? answers : {}))).findings[0];
  const policy = {
    level: 'ERROR' as const,
    thread: 'MutationStage-1',
    time: '2026-11-24 19:00:00,000',
    message: 'Stopping transports as disk_failure_policy is stop',
    exceptions: [],
  };

  test('its log tells that the failure policy fired', () => {
    expect(found(closed({ log: logOf(policy) }))?.causes).toMatchObject([
      {
        id: 'failure-policy',
        confidence: 'likely',
        speaksFor: [
          'its log says at 2026-11-24 19:00:00,000: Stopping transports as disk_failure_policy is stop',
          'it runs with gossip and native transport off',
        ],
      },
    ]);
  });

  test('it was drained and not stopped', () => {
    const drained = closed({ netstats: { mode: 'DRAINED', streams: [] } });
    expect(found(drained)?.causes).toMatchObject([{ id: 'drained', confidence: 'likely' }]);
  });

  test('neither, so that somebody has closed it', () => {
    const { causes, ruledOut } = found(closed({}, true)) ?? {};
    expect(causes).toEqual([]);
    expect(ruledOut?.map(({ id }) => id)).toEqual(['failure-policy', 'drained']);
  });

  test('what was not seen rules nothing out', () => {
    const unseen = { log: failed('unsupported'), netstats: failed('timed-out') };
    expect(found(closed(unseen))).toMatchObject({ causes: [], ruledOut: [] });
  });
});
