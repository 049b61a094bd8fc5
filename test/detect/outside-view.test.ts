import { describe, expect, test } from 'vitest';
import { colourOf, judgeCoordinator, outsideFindings } from '../../src/detect/outside-view.ts';
import { atMost } from '../../src/model/binomial.ts';
import {
  outsidePhases,
  type InsideView,
  type OutsidePhase,
  type OutsideView,
  type PhaseCount,
} from '../../src/model/outside.ts';
import { chance } from '../../src/simulate/chance.ts';

const green: InsideView = { verdict: 'green', because: '' };
const red: InsideView = { verdict: 'red', because: 'node-down DOWN: seen DOWN by b' };
const unknown: InsideView = { verdict: 'unknown', because: 'status is missing' };

function count(tries: number, failures: Readonly<Record<string, number>> = {}): PhaseCount {
  return { tries, failures, p50Ms: 1, p99Ms: 4 };
}

function view(given: Partial<Record<OutsidePhase, PhaseCount>> = {}, node = 'a'): OutsideView {
  const phases = Object.fromEntries(outsidePhases.map((phase) => [phase, count(360)]));
  const requests = [
    { operation: 'read', level: 'LOCAL_QUORUM', ...(given.query ?? count(360)) },
  ] as const;
  return { node, phases: { ...phases, ...given }, requests, withoutSession: 0, skipped: 0 };
}

function findings(given: Partial<Record<OutsidePhase, PhaseCount>>, inside: InsideView) {
  return outsideFindings([judgeCoordinator(view(given), inside)]);
}

test('both green: nothing is found', () => {
  const judged = judgeCoordinator(view(), green);
  expect(judged.outside).toBe('green');
  expect(outsideFindings([judged])).toEqual([]);
});

test.each([
  ['connect', 'CONNECT', 'connect (before any node sees it): 18 of 360 new connections failed'],
  ['tls', 'TLS', 'TLS: 18 of 360 handshakes failed'],
  ['startup', 'STARTUP', 'startup of the native protocol: 18 of 360 OPTIONS requests failed'],
  ['authentication', 'AUTHENTICATION', 'authentication: 18 of 360 log-ins failed'],
  ['query', 'QUERY', 'query through this coordinator: 18 of 360 requests failed'],
] as const)('inside green, outside red at %s is %s', (phase, state, words) => {
  const [finding, ...others] = findings({ [phase]: count(360, { silent: 11, closed: 7 }) }, green);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    detector: 'outside-view',
    state,
    severity: 'warning',
    node: 'a',
  });
  expect(finding?.summary).toBe(
    `inside green, outside red, dies at ${words} (11 silent, 7 closed)`,
  );
  expect(finding?.advice.length).toBeGreaterThan(0);
});

const causesOf = (failures: Readonly<Record<string, number>>) =>
  findings({ connect: count(360, failures) }, unknown)[0]?.causes?.map(({ id }) => id);

test('a port that refuses has causes of its own, one that is silent has not', () => {
  const atPort = ['down', 'native-transport-off', 'other-port'];
  const onTheWay = ['on-the-way', 'full-door'];
  expect(causesOf({ refused: 360 })).toEqual(atPort);
  expect(causesOf({ refused: 200, 'timed-out': 160 })).toEqual(atPort);
  expect(causesOf({ refused: 160, 'timed-out': 200 })).toEqual(onTheWay);
  expect(causesOf({ 'timed-out': 360 })).toEqual(onTheWay);
  const [finding] = findings({ connect: count(360, { refused: 360 }) }, unknown);
  expect(finding?.advice).toContainEqual({ on: 'a', nodetool: ['statusbinary'] });
});

test('of a node of which nothing answers the log and the start come next, and no nodetool', () => {
  const away = { ...red, isAway: true } as const;
  const adviceAt = (phase: OutsidePhase, class_: string) =>
    findings({ [phase]: count(360, { [class_]: 360 }) }, away)[0]?.advice ?? [];
  expect(adviceAt('connect', 'refused')).toEqual([
    { on: 'a', command: 'log' },
    { on: 'a', command: 'start' },
    expect.stringContaining('ss -ltn') as string,
  ]);
  // Where it lets clients in it is there.
  expect(adviceAt('query', 'timed-out')).toContainEqual({ on: 'a', nodetool: ['tpstats'] });
});

test('half of the tries or more is critical', () => {
  expect(findings({ connect: count(360, { refused: 180 }) }, green)[0]?.severity).toBe('critical');
});

test('inside red and outside green is a finding of its own', () => {
  expect(findings({}, red)).toMatchObject([
    {
      state: 'INSIDE-RED',
      severity: 'warning',
      summary: 'inside red, outside green: clients are served, but node-down DOWN: seen DOWN by b',
    },
  ]);
});

test('both red: it is said where clients die and why the inside is red', () => {
  expect(findings({ connect: count(360, { refused: 360 }) }, red)[0]?.summary).toContain(
    'inside red (node-down DOWN: seen DOWN by b), outside red, dies at connect',
  );
});

test('an inside that nobody tells does not hide that clients die', () => {
  const [finding] = findings({ connect: count(360, { closed: 18 }) }, unknown);
  expect(finding?.summary).toContain('inside unknown (status is missing), outside red');
  expect(findings({}, unknown)).toEqual([]);
});

test('the numbers are told: limits, bound, who else, latency', () => {
  const dying = { connect: count(360, { closed: 18 }) };
  const judged = ['a', 'b', 'c'].map((node, i) =>
    judgeCoordinator(view(i < 2 ? dying : {}, node), green),
  );
  const [first, second, ...others] = outsideFindings(judged);
  expect([first?.node, second?.node, others]).toEqual(['a', 'b', []]);
  expect(first?.evidence).toEqual([
    { what: 'failed', value: 18, limit: 3 },
    { what: 'share that failed', value: 5, unit: '%' },
    { what: 'share that fails, at least (95 % confidence)', value: 3.3, unit: '%', limit: 1 },
    { what: 'coordinators with the same', value: '2 of 3: a, b' },
    { what: 'latency of those that succeed, p50', value: 1, unit: 'ms' },
    { what: 'latency of those that succeed, p99', value: 4, unit: 'ms' },
  ]);
});

test('of queries it is told which, and how many had no session', () => {
  const query = { ...count(200, { 'write-timeout': 40 }), p50Ms: undefined, p99Ms: undefined };
  const judged = judgeCoordinator({ ...view({ query }), withoutSession: 7 }, green);
  const evidence = outsideFindings([judged])[0]?.evidence ?? [];
  expect(evidence).toContainEqual({
    what: 'read at LOCAL_QUORUM',
    value: '40 of 200 failed',
  });
  expect(evidence).toContainEqual({ what: 'requests without an open session', value: 7 });
  expect(evidence.some(({ what }) => what.startsWith('latency'))).toBe(false);
});

describe('too little to tell', () => {
  test.each([
    [count(0), 'unknown'],
    [count(58), 'unknown'],
    [count(59), 'green'],
    [count(60, { silent: 2 }), 'unknown'],
    [count(60, { silent: 3 }), 'red'],
    [count(2, { refused: 2 }), 'unknown'],
    [count(360, { silent: 7 }), 'green'],
    [count(360, { silent: 8 }), 'red'],
  ])('%j is %s', (tries, colour) => {
    expect(colourOf(tries)).toBe(colour);
  });

  test('one phase that is not known keeps all from being green, a red one wins', () => {
    expect(judgeCoordinator(view({ query: count(0) }), green).outside).toBe('unknown');
    const both = { connect: count(360, { refused: 360 }), query: count(0) };
    expect(judgeCoordinator(view(both), green).outside).toBe('red');
  });

  test('nothing was tried at all', () => {
    const none = { ...view(), phases: {} };
    expect(judgeCoordinator(none, green).outside).toBe('unknown');
  });
});

describe('at the usual rate, 360 tries', () => {
  const seeds = 5_000;
  const redSeeds = (share: number) =>
    Array.from({ length: seeds }, (_, seed) => {
      const fails = Array.from({ length: 360 }, (__, i) => chance(seed, 'try', i) < share);
      return colourOf(count(360, { closed: fails.filter(Boolean).length }));
    }).filter((colour) => colour === 'red').length;

  test('5 % that are dropped are found with the probability that is written down', () => {
    expect(1 - atMost(7, 360, 0.05)).toBeCloseTo(0.9976, 4);
    expect(redSeeds(0.05) / seeds).toBeGreaterThanOrEqual(0.99);
  });

  test('nothing dropped, or one in a thousand: never red', () => {
    expect(1 - atMost(7, 360, 0.001)).toBeLessThan(1e-7);
    expect([redSeeds(0), redSeeds(0.001)]).toEqual([0, 0]);
  });
});
