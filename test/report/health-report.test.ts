import { expect, test } from 'vitest';
import { detectAll } from '../../src/detect/index.ts';
import type { Finding, MissingSource, Severity } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { toHealthReport } from '../../src/report/health-report.ts';
import { askedWords } from '../../src/report/health-words.ts';
import { healthyThree, look } from '../detect/series-builder.ts';
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
  expect(words([{ ...first, noJmx }, ...others])).toBe(
    `status. JMX: ssh: Host key verification failed, so nodetool stood in for ${first.address}`,
  );
  expect(words([first, ...others].map((node) => ({ ...node, noJmx })))).toContain(
    `nodetool stood in for ${first.address} (and ${others.length} more nodes)`,
  );
});
