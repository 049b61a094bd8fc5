import { expect, test } from 'vitest';
import type { Rehearsal, RehearsedWaves } from '../../src/model/rehearsal.ts';
import { rehearsalSummaryText, rehearsalText } from '../../src/report/rehearsal-text.ts';

const rehearsal: Rehearsal = {
  format: 1,
  kind: 'ringward-rehearsal',
  seed: 1,
  how: 'complete',
  message: null,
  hint: null,
  durationMs: 60_000,
  nodes: [],
  longestDown: null,
  tightest: null,
  clientKeyspaces: 1,
  breaches: [],
  faults: [],
  leftStopped: [],
  waves: null,
};

function wavesLinesOf(waves: RehearsedWaves | null): readonly string[] {
  const lines = rehearsalText({ ...rehearsal, waves }, { run: 'ringward upgrade run p' }).split(
    '\n',
  );
  const from = lines.findIndex((line) => line.startsWith('safety: '));
  return lines.slice(from + 1, lines.indexOf('carry it out: ringward upgrade run p'));
}

test('waves are said with their bound, what bounds them in each DC, and how many stops they save', () => {
  const lines = wavesLinesOf({
    kind: 'waves',
    waves: [['10.0.0.1'], ['10.0.0.2', '10.0.0.3'], ['10.0.0.4']],
    atLeast: 3,
    bounds: [{ dc: 'dc\u001b1', atLeast: 2, because: 'keyspace app, range (0, 1]: and so on' }],
  });
  expect(lines).toEqual([
    'Waves, were it rolled in parallel: 3 (at least 3; 1 by 1 it is 4), the largest 2 nodes',
    '  dc\\u001b1 needs 2 besides the canary: keyspace app, range (0, 1]: and so on',
  ]);
});

test('where nodes cannot go together the problem is said instead', () => {
  const problems = ['keyspace cart, range (0, 1]: QUORUM has 1 live of 2 needed'];
  expect(wavesLinesOf({ kind: 'none', problems })).toEqual([
    `Waves, were it rolled in parallel: none, ${problems.join()}`,
  ]);
});

test('nothing is said of waves that were not reckoned, or of a plan that stops nothing', () => {
  expect(wavesLinesOf(null)).toEqual([]);
  expect(wavesLinesOf({ kind: 'waves', waves: [], atLeast: 0, bounds: [] })).toEqual([]);
});

test('one node at a time is one node', () => {
  const [line] = wavesLinesOf({ kind: 'waves', waves: [['a'], ['b']], atLeast: 2, bounds: [] });
  expect(line).toBe(
    'Waves, were it rolled in parallel: 2 (at least 2; 1 by 1 it is 2), the largest 1 node',
  );
});

test.each([
  ['struck', 130_000, 'struck 2 min 10 s after the start'],
  ['struck', 0, 'struck at the start'],
  ['there', 0, 'there from the start on'],
  ['there', 120_000, 'there from 2 min 0 s after the start on'],
  ['never', null, 'did NOT come to pass before the end; nothing is shown of it'],
] as const)('a fault: %s after %s ms', (how, afterMs, words) => {
  const faults = [{ fault: 'drain-hangs@10.0.0.1', how, afterMs }];
  const text = rehearsalText({ ...rehearsal, faults }, { run: 'ringward upgrade run p' });
  expect(text).toContain(`\nfault drain-hangs@10.0.0.1: ${words}\n`);
});

test('where it stops, what a run would say is told as that, and that there is nothing to resume', () => {
  const stopped: Rehearsal = {
    ...rehearsal,
    how: 'failed',
    message: '10.0.0.2: start: failed',
    hint: 'mend the cause, then: ringward upgrade resume RUN',
  };
  expect(rehearsalText(stopped, { run: 'ringward upgrade run p' }).split('\n').slice(-4)).toEqual([
    'a run would stop with: 10.0.0.2: start: failed',
    'and with this hint:    mend the cause, then: ringward upgrade resume RUN',
    '(RUN would be its id; this was a rehearsal, there is nothing to resume)',
    '',
  ]);
});

test('a node that was begun and not done is told as that', () => {
  const node: Rehearsal['nodes'][number] = {
    ...{ address: '10.0.0.2', dc: 'dc1', rack: 'rack1', tightest: null },
    ...{ state: 'started', durationMs: 32_000, downMs: 30_000, dominatedBy: null },
  };
  expect(rehearsalText({ ...rehearsal, how: 'failed', nodes: [node] }, { run: '' })).toContain(
    '  10.0.0.2  dc1/rack1  started and not done after 32.0 s; closed to clients for 30.0 s\n',
  );
});

test('what a plan accepts to lose is no part of what is claimed', () => {
  const accepted = ['scratch', 'cache'].map((keyspace) => ({ keyspace, because: 'b', levels: [] }));
  expect(rehearsalText({ ...rehearsal, clientKeyspaces: 3, accepted }, { run: 'next' })).toContain(
    'held for every range at every instant, but for what the plan accepts of scratch, cache\n',
  );
});

test('safety is claimed for keyspaces of clients alone, never because there is none', () => {
  const saidOf = (clientKeyspaces: number) =>
    rehearsalText({ ...rehearsal, clientKeyspaces }, { run: 'next' })
      .split('\n')
      .find((line) => line.startsWith('safety: '));
  expect(saidOf(1)).toBe(
    'safety: every declared consistency level held for every range at every instant',
  );
  expect(saidOf(0)).toMatch(/^safety: NOT SHOWN for clients: only Cassandra's own keyspaces/);
  const { least, median, most } = { least: 1, median: 1, most: 1 };
  const summary = {
    format: 1,
    kind: 'ringward-rehearsal-summary',
    rehearsals: 1,
    complete: 1,
    clientKeyspaces: 0,
    faults: [{ fault: 'dies@10.0.0.3', came: 0 }],
    unsafeSeeds: [],
    stops: [],
    durationMs: { least, median, most },
    longestDownMs: 0,
  } as const;
  const text = rehearsalSummaryText(summary);
  expect(text).toContain('safety: NOT SHOWN for clients');
  expect(text).toContain('fault dies@10.0.0.3: came to pass in 0 of 1');
});

test('what the twin has not, and a run would be held by, comes before the command that carries it out', () => {
  const [broken, rate] = ['stalled-compaction FAILING of a: x', 'how fast compactions move'];
  const twin = { at: 0, recording: null, notCarriedOver: [broken, rate], wouldHold: [broken] };
  const text = rehearsalText({ ...rehearsal, twin }, { run: 'ringward upgrade run p' });
  expect(text).toContain(`not on the twin, and would hold a run: ${broken}\n`);
  expect(text).toContain(`not on the twin: ${rate}\n`);
  expect(text).not.toContain('carry it out');
  expect(text).toMatch(
    /^a run would be held by what the twin has not \(above\); once that is mended: ringward upgrade run p$/m,
  );
  const harmless = { ...twin, notCarriedOver: [rate], wouldHold: [] };
  expect(
    rehearsalText({ ...rehearsal, twin: harmless }, { run: 'ringward upgrade run p' }),
  ).toContain('carry it out: ringward upgrade run p');
});

test('accepted rules stand above the nodes', () => {
  const accepted = [{ rule: 'java', because: 'the image brings its own \u001b[1m' }];
  expect(rehearsalText({ ...rehearsal, accepted }, { run: 'x' }).split('\n')[1]).toBe(
    'accepted java: the image brings its own \\u001b[1m',
  );
});

test('what a run asks for, and a rehearsal passes, is said', () => {
  const text = rehearsalText({ ...rehearsal, approvals: ['storage-compatibility'] }, { run: 'x' });
  expect(text).toContain('\na run asks for approval of storage-compatibility\n');
});

test('what is too old to be begun is made anew, whatever else would hold it', () => {
  const twin = { at: 0, recording: null, notCarriedOver: ['x'], wouldHold: ['x'] };
  const refused = { why: 'the plan was made 169 h ago', anew: 'ringward upgrade plan' };
  const text = rehearsalText({ ...rehearsal, twin }, { run: 'ringward upgrade run p', refused });
  expect(text).toContain(
    'a run would refuse it: the plan was made 169 h ago; make it anew: ringward upgrade plan\n',
  );
  expect(text).not.toContain('ringward upgrade run');
});
