import { describe, expect, test } from 'vitest';
import { clusterOf } from '../simulate/simulated.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { runHealth } from '../../src/cli/health-run.ts';
import { runRecord } from '../../src/cli/record-run.ts';
import type { RecordedInventory } from '../../src/model/recording.ts';
import { filesOnly, healthFrom, recordedText, recordingPath, stage } from './recorded.ts';

interface Report {
  readonly verdict: string;
  readonly looks: number;
  readonly recording: { readonly cutOff: boolean; readonly until: string };
  readonly missing: readonly {
    readonly node: string;
    readonly source: string;
    readonly detail: string;
  }[];
}

async function reportOf(text: string) {
  const { exitCode, out } = await healthFrom(text);
  return { exitCode, report: JSON.parse(out) as Report };
}

const whole = recordedText(clusterOf(), 30_000);

const linesUntil = (text: string, isLast: (line: string) => boolean) => {
  const lines = text.split('\n');
  return lines.slice(0, lines.findIndex(isLast) + 1);
};

/** Until the end of its nth look. */
function cutAfterLook(text: string, looks: number): string {
  let seen = 0;
  const isLast = (line: string) => line.startsWith('{"kind":"look"') && (seen += 1) === looks;
  return `${linesUntil(text, isLast).join('\n')}\n`;
}

describe('a recording that was cut off', () => {
  test('with a torn last line: what was whole before is judged, and the report says so', async () => {
    const text = `${cutAfterLook(await whole, 3)}{"kind":"run","at":17`;
    const { exitCode, report } = await reportOf(text);
    expect(report).toMatchObject({ verdict: 'healthy', looks: 3, recording: { cutOff: true } });
    expect(report.missing).toEqual([]);
    expect(exitCode).toBe(0);
    expect((await healthFrom(text, { format: 'tty' })).out).toMatch(/where it was cut\s+off/);
    expect((await healthFrom(text, { format: 'markdown' })).out).toContain('where it was cut off');
  });

  test('in the middle of its first look: what was not recorded is missing, never healthy', async () => {
    const isStatus = (line: string) => line.includes('"10.0.0.1","status"');
    const { exitCode, report } = await reportOf(
      `${linesUntil(await whole, isStatus).join('\n')}\n`,
    );
    expect(exitCode).toBe(5);
    expect(report.verdict).toBe('cannot-tell');
    expect(report.missing).toContainEqual(
      expect.objectContaining({ source: 'compactionstats', detail: 'not in the recording' }),
    );
  });

  test('after its first line: nothing is known', async () => {
    const [head = ''] = (await whole).split('\n');
    const { exitCode, report } = await reportOf(`${head}\n`);
    expect({ exitCode, verdict: report.verdict }).toEqual({ exitCode: 5, verdict: 'cannot-tell' });
  });
});

test('a question whose answer is not in the recording is missing, and takes no other with it', async () => {
  const lines = (await recordedText()).split('\n');
  const text = lines.filter((line) => !line.includes('"10.0.0.2","netstats"')).join('\n');
  const { exitCode, report } = await reportOf(text);
  expect(exitCode).toBe(5);
  const missing = report.missing.filter(({ source }) => source !== 'netstats');
  expect(missing).toEqual([]);
});

test('an answer that was too long is recorded as that, and is missing', async () => {
  const world = stage();
  const runner = {
    run: async (request: Parameters<typeof world.runner.run>[0]) =>
      request.argv.includes('netstats')
        ? ({ kind: 'too-long', maxOutputBytes: 1 } as const)
        : await world.runner.run(request),
  };
  await runRecord({ dir: '/rec', for: 0 }, { ...world, runner });
  const { exitCode, report } = await reportOf(world.files.textOf(recordingPath) ?? '');
  expect(exitCode).toBe(5);
  expect(report.missing).toContainEqual(
    expect.objectContaining({
      source: 'netstats',
      detail: expect.stringContaining('too long') as string,
    }),
  );
});

test('shorter than it was recorded: its first looks are judged', async () => {
  const { out } = await healthFrom(await whole, { forMs: 20_000 });
  expect(JSON.parse(out)).toMatchObject({ looks: 3, verdict: 'healthy' });
});

test('a part of it is told as one, and no `--for` is advised that was given', async () => {
  const real = await recordedText(undefined, 90_000);
  const { out } = await healthFrom(real, { forMs: 30_000, format: 'tty' });
  expect(out).toMatch(/watched \d+ s \(4 looks\)/);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'no node was asked; without its last 6 looks and what is asked at the end (--for)',
  );
  expect(out).toMatch(/dropped-mutations: too few answers came in \d+ s/);
  const all = await healthFrom(real, { format: 'tty' });
  // Only what takes half an hour was not looked at for long enough.
  expect(all.out).not.toMatch(/without its last|needs --for (?!30m)/);
});

test('longer than it was recorded is a usage error', async () => {
  await expect(healthFrom(await whole, { forMs: 31_000 })).rejects.toMatchObject({
    exitCode: 2,
    message: '--for 31s is longer than the recording, which is of 30s',
    hint: 'leave --for out: then the whole recording is judged',
  });
});

const head = (change: object) => async () => {
  const [first = ''] = (await whole).split('\n');
  return `${JSON.stringify({ ...(JSON.parse(first) as object), ...change })}\n`;
};

const inventory = (change: (inventory: RecordedInventory) => object) => async () => {
  const [first = ''] = (await whole).split('\n');
  const { inventory: written } = JSON.parse(first) as { inventory: RecordedInventory };
  return await head({ inventory: { ...written, ...change(written) } })();
};
const nodes = (change: (nodes: RecordedInventory['nodes']) => readonly object[]) =>
  inventory((written) => ({ nodes: change(written.nodes) }));

test.each([
  ['forMs', head({ forMs: -5 })],
  ['via', inventory(() => ({ via: 'foo' }))],
  ['limits', inventory(({ limits }) => ({ limits: { ...limits, tickMs: -1 } }))],
  ['nodes', nodes(() => [])],
  ['nodes', nodes(([one, ...rest]) => [{ ...one }, { ...one }, ...rest])],
  ['nodes', nodes(([one, ...rest]) => [{ ...one, address: 'db1' }, ...rest])],
  ['nodes', nodes(([one, ...rest]) => [{ ...one, cqlPort: -9 }, ...rest])],
])('a first line whose %s was changed is an error', async (what, text) => {
  await expect(healthFrom(await text())).rejects.toMatchObject({
    exitCode: 2,
    message: `${recordingPath}:1: ${what} is missing, or not what it should be`,
  });
});

test('answers of another node are not seen, never healthy', async () => {
  const own = (address: string) =>
    new RegExp(`"address":"${address}","query":"SELECT \\* FROM system.local`);
  const lines = (await whole).split('\n');
  const ofFirst = lines.find((line) => own('10.0.0.1').test(line)) ?? '';
  const { rows } = JSON.parse(ofFirst) as { readonly rows: unknown };
  const text = lines.map((line) =>
    own('10.0.0.3').test(line) ? JSON.stringify({ ...(JSON.parse(line) as object), rows }) : line,
  );
  const { exitCode, report } = await reportOf(text.join('\n'));
  expect([exitCode, report.verdict]).toEqual([5, 'cannot-tell']);
  expect(report.missing).toContainEqual(
    expect.objectContaining({
      ...{ node: '10.0.0.3', source: 'thread-pools', why: 'another-node' },
      detail: expect.stringMatching(/answers for 10\.0\.0\.1: mend cqlAddress/) as string,
    }),
  );
  expect(report.missing.filter(({ node }) => node !== '10.0.0.3')).toEqual([]);
});

test.each([
  ['an empty file', () => '', 'this is no recording: it has no whole line'],
  ['another file', () => 'cluster: x\n', 'this is no recording: its first line does not say so'],
  ['another format', head({ format: 1 }), 'recording format 1 is not known, 3 is'],
  ['a head without nodes', head({ inventory: {} }), 'cluster is missing, or not what it should be'],
  ['a line that is no JSON', async () => `${await whole}x\n`, 'this line is not a JSON object'],
  [
    'a line of a kind that is not known',
    async () => `${await whole}{"kind":"x"}\n`,
    'there is no record of kind "x"',
  ],
  [
    'an answer without its result',
    async () => `${await whole}{"kind":"run","at":1,"ms":1,"node":"a","argv":[]}\n`,
    'result is missing, or not what it should be',
  ],
])('%s is one error with its file', async (_, text, message) => {
  await expect(healthFrom(await text())).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(new RegExp(`^${recordingPath}.*: ${message}$`)) as string,
    hint: expect.any(String) as string,
  });
});

test.each([
  ['/none', '/none: there is no recording'],
  ['/pkg', '/pkg: this is no recording: it holds no recording.ndjson.br'],
])('--from %s, which is none, is a usage error', async (from, message) => {
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}' });
  const options = { from, failOn: 'warning', format: 'json' } as const;
  await expect(runHealth(options, fakePorts({ files }))).rejects.toMatchObject({
    exitCode: 2,
    message,
    hint: 'give the folder that ringward record wrote (--from DIR), or make one: ringward record DIR',
  });
});

test('--from takes the file of a recording for its folder', async () => {
  const options = { from: recordingPath, failOn: 'warning', format: 'json' } as const;
  expect(await runHealth(options, filesOnly(await whole))).toBe(0);
});

test('--from and --inventory together are a usage error', async () => {
  const options = { from: '/rec', inventory: 'x', failOn: 'warning', format: 'json' } as const;
  await expect(runHealth(options, filesOnly(await whole))).rejects.toMatchObject({
    exitCode: 2,
    message: '--from and --inventory exclude each other',
  });
});

test('a folder of an older format is told as that', async () => {
  const files = memoryFiles({
    '/rec/recording.ndjson': 'x',
    '/pkg/package.json': '{"version":"1"}',
  });
  const options = { from: '/rec', failOn: 'warning', format: 'json' } as const;
  await expect(runHealth(options, fakePorts({ files }))).rejects.toMatchObject({
    message: '/rec: recording format 1 is not known, 3 is',
  });
});
