import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeCoordinator, outsideFindings } from '../../src/detect/outside-view.ts';
import type { InsideView, OutsideView, PhaseCount, ProbeDeeds } from '../../src/model/outside.ts';
import { probeFormats, type ProbeFormat } from '../../src/report/index.ts';
import { toProbeReport, type ProbeReport } from '../../src/report/probe-report.ts';

const green: InsideView = { verdict: 'green', because: '' };
const own: ProbeDeeds = {
  ...{ table: 'own', because: '', created: true, written: 360, keptMinutes: 60 },
  name: 'ringward_probe.canary',
};
const system: ProbeDeeds = {
  ...{ table: 'system', because: 'it does not exist', created: false, written: 0, keptMinutes: 60 },
  name: 'ringward_probe.canary',
};

function count(tries: number, failures: Readonly<Record<string, number>> = {}): PhaseCount {
  const isEnough = tries >= 100;
  return {
    tries,
    failures,
    p50Ms: isEnough ? 1.25 : undefined,
    p99Ms: isEnough ? 14.4 : undefined,
  };
}

function view(node: string, connect: PhaseCount, query: PhaseCount): OutsideView {
  return {
    node,
    phases: { connect, startup: count(connect.tries), query },
    requests: [{ operation: 'read', level: 'LOCAL_QUORUM', ...query }],
    ...{ withoutSession: 0, skipped: 0 },
  };
}

function report(
  seen: readonly (readonly [OutsideView, InsideView])[],
  given: Partial<Pick<ProbeReport, 'deeds' | 'failOn'>> = {},
): ProbeReport {
  const coordinators = seen.map(([outside, inside]) => judgeCoordinator(outside, inside));
  return toProbeReport({
    ...{ toolVersion: '0.1.0', at: Date.UTC(2026, 0, 1), cluster: 'mail', failOn: 'warning' },
    ...{ forMs: 60_000, ratePerSecond: 6, deeds: own, nodes: [], coordinators },
    findings: outsideFindings(coordinators),
    ...given,
  });
}

const hostile = 'down\u001b[2J\u202e|<b>`x`';
const reports: readonly (readonly [string, ProbeReport])[] = [
  ['green', report([[view('10.0.0.1', count(360), count(360)), green]])],
  [
    'findings',
    report([
      [view('10.0.0.1', count(360, { closed: 12, silent: 6 }), count(342)), green],
      [view('10.0.0.2', count(360), count(360)), { verdict: 'red', because: hostile }],
    ]),
  ],
  [
    'cannot-tell',
    report(
      [
        [view('10.0.0.1', count(30), count(0)), green],
        [view('10.0.0.2', count(360), count(360)), { verdict: 'unknown', because: hostile }],
      ],
      { deeds: system },
    ),
  ],
];
const endings: Readonly<Record<ProbeFormat, string>> = { tty: 'txt', json: 'json', markdown: 'md' };
const style = { columns: 80, colorLevel: 0 } as const;

describe.each(reports)('a report: %s', (name, value) => {
  test.each(Object.keys(probeFormats) as readonly ProbeFormat[])('as %s', async (format) => {
    const text = probeFormats[format](value, style);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    await expect(text).toMatchFileSnapshot(`../golden/probe-${name}.${endings[format]}`);
  });

  test('its JSON keeps to the schema', () => {
    const schema = readFileSync('docs/schema/probe-1.json', 'utf8');
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object);
    expect(
      validate(JSON.parse(probeFormats.json(value, style))),
      JSON.stringify(validate.errors),
    ).toBe(true);
  });
});

test('exit 0, 1, 5', () => {
  expect(reports.map(([, { exitCode }]) => exitCode)).toEqual([0, 1, 5]);
});

test('findings below --fail-on are told and leave the verdict alone', () => {
  const seen = [[view('a', count(360, { closed: 18 }), count(360)), green]] as const;
  const { verdict, exitCode, findings } = report(seen, { failOn: 'critical' });
  expect([verdict, exitCode, findings.length]).toEqual(['green', 0, 1]);
});

test('a machine that did not keep up cannot tell; a few turns are forgiven', () => {
  const late = (skipped: number) =>
    report([[{ ...view('a', count(340), count(340)), skipped }, green]]);
  expect(late(17).exitCode).toBe(0);
  expect(late(20)).toMatchObject({
    exitCode: 5,
    notJudged: [
      { what: 'turns', reason: expect.stringContaining('20 of 360 not taken') as string },
    ],
  });
});

test.each([
  [count(30), 'needs --for 120s'],
  [count(60, { silent: 1 }), 'a longer --for tells'],
  [count(0), 'no try'],
])('what was too little says what it takes: %j', (query, words) => {
  const { notJudged } = report([[view('a', count(360), query), green]]);
  expect(notJudged.map(({ reason }) => reason).join()).toContain(words);
});

test('what was read only says why nothing was written', () => {
  const deeds = { ...own, created: false, written: 0, because: '--read-only' };
  const text = probeFormats.tty(report([], { deeds }), style);
  expect(text).toContain('read ringward_probe.canary. Nothing was written: --read-only.');
});
