import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin, startBin } from './run-bin.ts';
import { hangingNodetool, runningIn } from './hanging-nodetool.ts';
import { addresses, simulatedLab, withLastDown, withoutClients } from './simulated-lab.ts';

interface Report {
  readonly verdict: string;
  readonly exitCode: number;
  readonly nodes: readonly { readonly address: string; readonly peersSay: string }[];
  readonly findings: readonly unknown[];
  readonly missing: readonly {
    readonly node: string;
    readonly source: string;
    readonly why: string;
    readonly detail: string;
  }[];
}

const schema = JSON.parse(readFileSync('docs/schema/health-1.json', 'utf8')) as object;
const validate = new Ajv2020({ allowUnionTypes: true }).compile<Report>(schema);

/** The one document on stdout, checked against the published schema. */
function reportIn(out: string): Report {
  const value: unknown = JSON.parse(out);
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors, undefined, 2));
  return value;
}

const missingOf = (report: Report, node: string) =>
  report.missing.filter((each) => each.node === node);

const [first, second, third] = addresses;

/** A look takes a second or less, and one that the machine delays is none that a node delays. */
const pace = 20;

test('three nodes without CQL are three rows, and the missing answers keep it from `healthy`', async () => {
  const { run } = await simulatedLab({ pace, cluster: withoutClients });
  const { code, out, err } = await run('health');
  expect(out).toMatch(/^ringward-simulated: health with lab limits, one look$/m);
  for (const [index, address] of addresses.entries()) {
    const row = `${address} +UP 2/2 +dc1/rack${index + 1} +4\\.1\\.10`;
    expect(out).toMatch(new RegExp(`^${row}`, 'm'));
    expect(out).toContain(`${address}: cql-local: unreachable`);
  }
  expect(out).toMatch(/^Verdict: cannot tell: \d+ answers are missing \(exit 5\)$/m);
  expect({ code, err }).toEqual({ code: 5, err: '' });
});

test('json is one document that follows the schema', async () => {
  const { run } = await simulatedLab({ pace, cluster: withoutClients });
  const { code, out, err } = await run('health --format json');
  const report = reportIn(out);
  expect(report).toMatchObject({ verdict: 'cannot-tell', exitCode: 5, findings: [] });
  expect(report.nodes.map(({ address }) => address)).toEqual(addresses);
  expect({ code, err }).toEqual({ code: 5, err: '' });
});

test('ndjson is one document a line', async () => {
  const { run } = await simulatedLab({ pace, cluster: withoutClients });
  const { code, out } = await run('health --format ndjson');
  const types = out
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  expect(types.length).toBeGreaterThan(3);
  expect(code).toBe(5);
});

test('a nodetool that hangs ends with the deadline: exit 5, the node is named, nothing is left running', async () => {
  const folder = hangingNodetool([second]);
  const begun = Date.now();
  const { code, out } = await runBin(folder, 'health --format json --deadline 2s');
  const tookMs = Date.now() - begun;
  const report = reportIn(out);
  expect(report).toMatchObject({ verdict: 'cannot-tell', exitCode: 5 });
  expect(missingOf(report, second)).toContainEqual(
    expect.objectContaining({ source: 'status', why: 'timed-out' }),
  );
  expect(missingOf(report, first).map(({ source }) => source)).not.toContain('status');
  expect(code).toBe(5);
  // Without the deadline it would be the 20 s of one nodetool call, and many calls.
  expect(tookMs).toBeLessThan(15_000);
  expect(await runningIn(folder)).toEqual([]);
});

test('an answer that is not understood is missing, and its line is quoted', async () => {
  const garbage = { kind: 'nodetool-says', node: third, how: 'garbage' } as const;
  const { run } = await simulatedLab({
    pace,
    cluster: (state) => ({ ...state, faults: [garbage] }),
  });
  const { code, out } = await run('health --format json');
  const report = reportIn(out);
  expect(missingOf(report, third)).toContainEqual(
    expect.objectContaining({
      source: 'tpstats',
      why: 'unreadable',
      detail: expect.stringContaining('"Picked up JAVA_TOOL_OPTIONS: -Dx"') as unknown,
    }),
  );
  expect(missingOf(report, first).map(({ source }) => source)).not.toContain('tpstats');
  expect(code).toBe(5);
});

test('a stopped node is a finding from its peers, not a crash', async () => {
  const { run } = await simulatedLab({ pace, cluster: withLastDown });
  const { code, out } = await run('health --format json');
  const report = reportIn(out);
  expect(report).toMatchObject({ verdict: 'findings', exitCode: 1 });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ detector: 'node-down', node: third, severity: 'critical' }),
  );
  expect(report.nodes.find(({ address }) => address === third)?.peersSay).toBe('down');
  expect(code).toBe(1);
});

test('without a nodetool every row says so', async () => {
  const folder = hangingNodetool([]);
  rmSync(join(folder, 'nodetool'));
  const { code, out } = await runBin(folder, 'health --format json');
  const report = reportIn(out);
  for (const address of addresses) {
    expect(missingOf(report, address)).toContainEqual({
      node: address,
      source: 'status',
      why: 'failed',
      detail: `${join(folder, 'nodetool')}: there is no such command (ENOENT)`,
    });
  }
  expect(code).toBe(5);
});

test('without an inventory it looks at 127.0.0.1 and a machine without nodetool is not called healthy', async () => {
  const folder = temporaryFolder();
  const { code, out } = await runBin(folder, 'health --via nodetool --deadline 5s', {
    PATH: folder,
  });
  expect(out).toMatch(/^127\.0\.0\.1 +unknown/m);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    `next: no ringward.yaml was found in ${folder} or any folder above it, so 127.0.0.1 was asked:`,
  );
  expect(code).toBe(5);
});

test('a nodetool that prints for ever is unreadable and ended, within a small heap', async () => {
  const endless = 'echo $$ >>"$(dirname "$0")/hung"; exec yes';
  const folder = hangingNodetool([addresses[1]], { act: endless });
  // So little that what was printed in 20 s would not fit into it.
  const env = { NODE_OPTIONS: '--max-old-space-size=160' };
  const { code, out } = await runBin(folder, 'health --format json', env);
  expect(code).toBe(5);
  const why = 'nodetool: too long, more than 16 MiB';
  expect(missingOf(reportIn(out), addresses[1])).toContainEqual(
    expect.objectContaining({ source: 'describecluster', why: 'unreadable', detail: why }),
  );
  expect(await runningIn(folder)).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a look with exit %d and an empty stdout', async (signal, exitCode) => {
  const folder = hangingNodetool(addresses);
  const running = startBin(folder, 'health --format json');
  await vi.waitFor(async () => {
    expect(await runningIn(folder)).not.toEqual([]);
  }, 20_000);
  running.child.kill(signal);
  const { code, out, err } = await running.ended;
  expect({ code, out, err }).toEqual({
    code: exitCode,
    out: '',
    err: `error: interrupted by ${signal}\nhint: nothing was judged: the first look was not over yet\n`,
  });
  expect(await runningIn(folder)).toEqual([]);
});

test('a wrong key in the inventory is one error with file, line and column, and no output', async () => {
  const { folder, run } = await simulatedLab();
  const inventory = join(folder, 'ringward.yaml');
  const text = readFileSync(inventory, 'utf8');
  writeFileSync(inventory, `consistancy: { default: QUORUM }\n${text}`);
  const { code, out, err } = await run('health --format json');
  expect(out).toBe('');
  expect(err).toMatch(
    /^error: .*\/ringward\.yaml:1:1: .*consistancy.*\nhint: did you mean consistency\?\n$/,
  );
  expect(code).toBe(2);
});

test('colour is for terminals; FORCE_COLOR wants it anyway, and NO_COLOR wins', async () => {
  const { folder } = await simulatedLab({ pace, cluster: withoutClients });
  const plain = await runBin(folder, 'health');
  const forced = await runBin(folder, 'health', { FORCE_COLOR: '1' });
  const none = await runBin(folder, 'health', { FORCE_COLOR: '1', NO_COLOR: '1' });
  const escape = '\u001b[';
  expect(plain.out).not.toContain(escape);
  expect(forced.out).toContain(escape);
  expect(none.out).not.toContain(escape);
});
