import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/report/cell-width.ts';
import type { HealthReport } from '../../src/report/health-report.ts';
import { healthFormats, type HealthFormat } from '../../src/report/index.ts';
import type { Via } from '../../src/model/seen.ts';
import type { NodeSnapshot } from '../../src/model/snapshot.ts';
import {
  hangingSeries,
  healthySeries,
  hostileSeries,
  hostileText,
  reportOf,
  troubledSeries,
} from './health-example.ts';

const plain = { columns: 80, colorLevel: 0 } as const;
const reports: readonly (readonly [string, HealthReport])[] = [
  ['healthy', reportOf(healthySeries())],
  ['troubled', reportOf(troubledSeries())],
  ['hanging', reportOf(hangingSeries())],
  ['hostile', reportOf(hostileSeries())],
];
const run = {
  runId: 'r7',
  text: 'ended failed: 1 of 3 nodes done',
  next: 'ringward upgrade status',
};
const formats = Object.keys(healthFormats) as readonly HealthFormat[];
const endings: Readonly<Record<HealthFormat, string>> = {
  tty: 'txt',
  json: 'json',
  ndjson: 'ndjson',
  markdown: 'md',
};

describe.each(reports)('a %s cluster', (name, report) => {
  test.each(formats)('as %s', async (format) => {
    const text = healthFormats[format](report, plain);
    await expect(text).toMatchFileSnapshot(`../golden/health-${name}.${endings[format]}`);
  });

  test.each(formats)('as %s holds nothing that a terminal would obey', (format) => {
    const text = healthFormats[format](report, plain);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  });

  test.each([20, 40, 60, 80, 120, 300])('stays within %d columns', (columns) => {
    const calls = [...report.findings.flatMap(({ advice }) => advice), ...report.next].flatMap(
      ({ text, isCall }) => (isCall ? [text] : []),
    );
    const lines = healthFormats
      .tty(report, { columns, colorLevel: 0 })
      .split('\n')
      // To be pasted: broken into lines it would be several commands.
      .filter((line) => !calls.some((call) => line.endsWith(call)));
    expect(Math.max(...lines.map(cellWidth))).toBeLessThanOrEqual(columns);
  });

  test('colours change no character of the text', () => {
    const coloured = healthFormats.tty(report, { columns: 80, colorLevel: 1 });
    expect(coloured).toContain('\u001b[');
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(healthFormats.tty(report, plain));
  });
});

describe('json', () => {
  const schema = JSON.parse(readFileSync('docs/schema/health-1.json', 'utf8')) as object;
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    schema,
  );

  test.each(reports)('of a %s cluster follows the schema', (_, report) => {
    validate(JSON.parse(healthFormats.json(report, plain)));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ['a verdict that does not exist', { verdict: 'fine' }],
    ['another format', { format: 2 }],
    ['a finding without numbers', { findings: [{ summary: 'x' }] }],
    ['a time without zone', { at: '2026-11-24 19:00' }],
  ])('the schema refuses %s', (_, change) => {
    const value = JSON.parse(healthFormats.json(reportOf(healthySeries()), plain)) as object;
    expect(validate({ ...value, ...change })).toBe(false);
  });

  test('keeps hostile names as they are for a program', () => {
    const value = JSON.parse(healthFormats.json(reportOf(hostileSeries()), plain)) as {
      readonly nodes: readonly { readonly rack: string }[];
    };
    expect(value.nodes[0]?.rack).toBe(hostileText);
  });

  test('every field of the document is described in the schema', () => {
    const recording = { from: 0, until: 90_000, isCutOff: true, looksLeftOut: 0 };
    const report = { ...reportOf(troubledSeries()), recording, run };
    const value = JSON.parse(healthFormats.json(report, plain)) as object;
    validate(value);
    expect(validate.errors).toBeNull();
    const { properties } = schema as { readonly properties: object };
    expect(Object.keys(value).sort()).toEqual(Object.keys(properties).sort());
  });
});

describe('a roll that is not finished', () => {
  const report = { ...reportOf(healthySeries()), run };

  test('is told to people, with the command that tells more', () => {
    const lines = [
      /^run r7 ended failed: 1 of 3 nodes done$/m,
      /^ {2}next: ringward upgrade status$/m,
    ];
    for (const line of lines) expect(healthFormats.tty(report, plain)).toMatch(line);
    expect(healthFormats.markdown(report, plain)).toContain(
      'Run r7 ended failed: 1 of 3 nodes done. Next: `ringward upgrade status`',
    );
  });

  test('changes no verdict, and is in the document', () => {
    const value = JSON.parse(healthFormats.json(report, plain)) as object;
    const { text, next } = run;
    expect(value).toMatchObject({ verdict: 'healthy', run: { id: 'r7', text, next } });
  });
});

describe('which way answers came', () => {
  const [first, ...others] = healthySeries();
  const [one, ...rest] = first?.nodes ?? [];
  const came = (via: Via) =>
    ({ kind: 'seen', at: 0, via, value: { pendingTasks: 0, active: [] } }) as const;
  const asked = (nodes: readonly NodeSnapshot[]) => reportOf([{ at: 0, nodes }, ...others]);

  test('is told of each source, for each node', () => {
    const report = asked([
      { address: '10.0.0.1', sources: { ...one?.sources, compactionstats: came('jmx') } },
      ...rest.map((node) => ({ ...node, sources: { compactionstats: came('nodetool') } })),
    ]);
    expect(report.nodes.map(({ via }) => via)).toEqual([
      { compactionstats: 'jmx' },
      { compactionstats: 'nodetool' },
      { compactionstats: 'nodetool' },
    ]);
    expect(healthFormats.tty(report, { columns: 600, colorLevel: 0 })).toMatch(
      / asked: .*compactionstats \(JMX and nodetool\)/,
    );
  });

  test('is not told where nothing says it', () => {
    expect(reportOf(healthySeries()).nodes.map(({ via }) => via)).toEqual([{}, {}, {}]);
  });
});

test('ndjson is one object a line, beginning with the verdict', () => {
  const lines = healthFormats.ndjson(reportOf(troubledSeries()), plain).trimEnd().split('\n');
  const types = lines.map((line) => (JSON.parse(line) as { readonly type: string }).type);
  expect(types[0]).toBe('report');
  expect(new Set(types)).toEqual(new Set(['report', 'node', 'finding', 'missing', 'not-judged']));
});

test('what did not come at some looks is told in every format, and healthy says so', () => {
  const unanswered = ['status', 'info'].map((source) => ({
    ...{ node: '10.0.0.2', source, looks: 1, of: 7, at: Date.UTC(2026, 10, 24, 19, 1) },
    ...{ why: 'timed-out', detail: 'no answer within 10 s' },
  }));
  const report = { ...reportOf(healthySeries()), unanswered };
  const line = '10.0.0.2: status, info: at 1 of 7 looks, last at 2026-11-24T19:01:00Z: timed-out';
  const texts = (['tty', 'markdown'] as const).map((format) =>
    healthFormats[format](report, { columns: 200, colorLevel: 0 }),
  );
  for (const text of texts) {
    expect(text).toContain('Not seen at every look');
    expect(text.replaceAll('\\', '')).toContain(line);
    expect(text).toContain('healthy; 2 answers did not come at earlier looks; ');
  }
  const wanted = { node: '10.0.0.2', source: 'status', looks: 1, of: 7, why: 'timed-out' };
  const json = JSON.parse(healthFormats.json(report, plain)) as { unanswered: unknown[] };
  expect(json.unanswered[0]).toMatchObject({ ...wanted, lastAt: '2026-11-24T19:01:00Z' });
  const lines = healthFormats.ndjson(report, plain).trim().split('\n');
  const parsed = lines.map((each) => JSON.parse(each) as { type: string });
  expect(parsed.find(({ type }) => type === 'unanswered')).toMatchObject(wanted);
});
