import { expect, test } from 'vitest';
import { detectAll } from '../../src/detect/index.ts';
import type { Finding, MissingSource, Severity } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { toHealthReport } from '../../src/report/health-report.ts';
import { askedInShort, askedWords, peersWords } from '../../src/report/health-words.ts';
import { healthFormats } from '../../src/report/index.ts';
import { healthyThree, look, ring, type Answers } from '../detect/series-builder.ts';
import { healthySeries, reportOf, troubledSeries } from './health-example.ts';

function finding(severity: Severity): Finding {
  return { detector: 'x', severity, node: 'n', summary: severity, evidence: [], advice: [] };
}

function missed(change: Partial<MissingSource> = {}): MissingSource {
  return { node: 'n', source: 'status', why: 'timed-out', detail: 'no answer', ...change };
}

function report(
  found: readonly Severity[],
  missing: readonly MissingSource[],
  failOn: Severity = 'warning',
) {
  return toHealthReport({
    toolVersion: '0.1.0',
    cluster: 'lab',
    limits: productionLimits,
    failOn,
    nodes: [],
    series: [look(0, healthyThree())],
    detections: [
      { detector: 'x', findings: found.map(finding), missing, notJudged: 'needs --for 60s' },
    ],
  });
}

test.each([
  [[], [], 'warning', 'healthy', 0],
  [['info'], [], 'warning', 'healthy', 0],
  [['warning'], [], 'warning', 'findings', 1],
  [['warning'], [], 'critical', 'healthy', 0],
  [['info'], [], 'info', 'findings', 1],
  [[], [missed()], 'warning', 'cannot-tell', 5],
  [['critical'], [missed()], 'warning', 'findings', 1],
  [['warning'], [missed()], 'critical', 'cannot-tell', 5],
] as const)('%j with %j at --fail-on %s is %s', (found, missing, failOn, verdict, exitCode) => {
  expect(report(found, missing, failOn)).toMatchObject({ verdict, exitCode });
});

test('what was not judged leaves the exit code alone and is listed', () => {
  expect(report([], [])).toMatchObject({
    exitCode: 0,
    notJudged: [{ detector: 'x', reason: 'needs --for 60s' }],
  });
});

test('findings come worst first', () => {
  const { findings } = report(['info', 'critical', 'warning'], []);
  expect(findings.map((one) => one.severity)).toEqual(['critical', 'warning', 'info']);
});

test('an answer that several detectors miss is listed once, in its longest wording', () => {
  const longer = missed({ detail: 'no answer; peers see it UP' });
  const { missing } = report([], [missed(), longer, missed(), missed({ source: 'info' })]);
  expect(missing).toEqual([longer, missed({ source: 'info' })]);
});

test('a node shows what its peers say of it', () => {
  const { nodes, windowMs, looks } = reportOf(troubledSeries());
  expect(nodes.map((one) => [one.address, one.peersSay, one.upBy.length, one.release])).toEqual([
    ['10.0.0.1', 'up', 1, '4.1.10'],
    ['10.0.0.2', 'up', 1, '4.1.10'],
    ['10.0.0.3', 'down', 0, '4.1.10'],
  ]);
  expect([windowMs, looks]).toEqual([90_000, 10]);
});

test('what to type next calls nodetool, and starts a node, as the inventory does', () => {
  const { findings } = toHealthReport({
    toolVersion: '0.1.0',
    cluster: 'lab',
    limits: productionLimits,
    failOn: 'warning',
    nodes: [
      { address: '10.0.0.1', nodetool: ['ssh', '10.0.0.1', 'nodetool'], commands: {} },
      { address: '10.0.0.3', nodetool: [], commands: { start: ['ssh', '{address}', 'go'] } },
    ],
    series: troubledSeries(),
    detections: detectAll(troubledSeries(), productionLimits),
  });
  const lines = findings.flatMap(({ advice }) => advice.map(({ text }) => text));
  expect(lines).toContain('ssh 10.0.0.1 nodetool compactionstats');
  expect(lines).toContain('ssh 10.0.0.3 go');
});

test('the real detectors call a calm cluster healthy', () => {
  expect(reportOf(healthySeries())).toMatchObject({
    verdict: 'healthy',
    exitCode: 0,
    findings: [],
    missing: [],
    notJudged: [{ detector: 'compaction-trend', reason: 'needs --for 30m' }],
  });
});

test('a way by JMX that is closed is told with its reason, once for all nodes', () => {
  const noJmx = 'JMX: ssh: Host key verification failed.';
  const [first, ...others] = report([], []).nodes;
  if (!first) throw new Error('no node');
  const words = (nodes: typeof others) => askedWords({ nodes, sources: ['status'] });
  expect(words([first, ...others])).toBe('status');
  const via = { status: 'nodetool' } as const;
  expect(words([{ ...first, noJmx, via }, ...others])).toBe(
    `status (nodetool). JMX: ssh: Host key verification failed, so nodetool stood in for ${first.address}`,
  );
  expect(words([first, ...others].map((node) => ({ ...node, noJmx, via })))).toContain(
    `nodetool stood in for ${first.address} (and ${others.length} more nodes)`,
  );
  expect(words([{ ...first, noJmx, via }, ...others.map((node) => ({ ...node, noJmx }))])).toBe(
    `status (nodetool). JMX: ssh: Host key verification failed, so nodetool stood in for ${first.address}` +
      `. JMX: ssh: Host key verification failed, nor did nodetool answer for 10.0.0.2 (and 1 more node)`,
  );
});

test('where a node stands in the ring, and who does not know of it, is beside what its peers say', () => {
  const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;
  const leaving = ring({ [a]: 'up', [b]: 'up', [c]: 'up' }, { state: 'leaving' });
  const unsure = ring({ [a]: 'up', [b]: 'up', [c]: 'unknown' });
  const answers = (node: string): Answers =>
    node === a
      ? { status: unsure, netstats: { mode: 'SHUFFLING', streams: [] } }
      : { netstats: { mode: node === c ? 'LEAVING' : 'NORMAL', streams: [] } };
  const { nodes, verdict } = reportOf([look(0, healthyThree(answers))]);
  expect(nodes.map(peersWords)).toEqual([
    'UP 2/2, state unknown',
    'UP 2/2',
    'UP 1/1, 1 ?, leaving',
  ]);
  expect(nodes.map(({ state, unsureBy }) => [state, unsureBy])).toEqual([
    ['unknown', []],
    ['normal', []],
    ['leaving', [a]],
  ]);
  expect(verdict).toBe('cannot-tell');
  const report = reportOf([
    look(
      0,
      healthyThree(() => ({ status: leaving })),
    ),
  ]);
  for (const format of ['tty', 'markdown'] as const) {
    expect(healthFormats[format](report, { columns: 80, colorLevel: 0 })).toContain(
      'UP 2/2, leaving',
    );
  }
  expect(healthFormats.json(report, { columns: 80, colorLevel: 0 })).toContain(
    '"state": "leaving"',
  );
});

test('what came no way is told as without an answer, in short and in full', () => {
  const [first, ...others] = report([], []).nodes;
  if (!first) throw new Error('no node');
  const nodes = [{ ...first, via: { status: 'jmx' as const } }, ...others];
  const asked = { nodes, sources: ['info', 'status'] };
  expect(askedWords(asked)).toBe('without an answer info; status (JMX)');
  expect(askedInShort(asked)).toBe('1 answers by JMX; without an answer info');
});
