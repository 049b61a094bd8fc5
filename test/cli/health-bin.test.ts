import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test, vi } from 'vitest';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin, startBin } from './run-bin.ts';
import { addresses, stubCluster } from './stub-cluster.ts';

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

/** Shell that notes the process id in the file `hung` beside the nodetool and then hangs. */
const hang = 'echo $$ >>"$(dirname "$0")/hung"; sleep 600';

async function runningIn(folder: string): Promise<readonly number[]> {
  const pids = readFileSync(join(folder, 'hung'), 'utf8').trim().split('\n').map(Number);
  const commands = await Promise.all(pids.map((pid) => systemProcesses.commandLine(pid)));
  return pids.filter((_, index) => commands[index] !== undefined);
}

const missingOf = (report: Report, node: string) =>
  report.missing.filter((each) => each.node === node);

test('three nodes without CQL are three rows, and the missing answers keep it from `healthy`', async () => {
  const { code, out, err } = await runBin(stubCluster(), 'health');
  expect(out).toMatch(/^stub: health with lab limits, one look$/m);
  for (const [index, address] of addresses.entries()) {
    const row = `${address} +UP 2/2 +dc1/rack${index + 1} +4\\.1\\.10`;
    expect(out).toMatch(new RegExp(`^${row}`, 'm'));
    expect(out).toContain(`${address}: cql-local: unreachable`);
  }
  expect(out).toMatch(/^Verdict: cannot tell: \d+ answers are missing \(exit 5\)$/m);
  expect({ code, err }).toEqual({ code: 5, err: '' });
});

test('json is one document that follows the schema', async () => {
  const { code, out, err } = await runBin(stubCluster(), 'health --format json');
  const report = reportIn(out);
  expect(report).toMatchObject({ verdict: 'cannot-tell', exitCode: 5, findings: [] });
  expect(report.nodes.map(({ address }) => address)).toEqual(addresses);
  expect({ code, err }).toEqual({ code: 5, err: '' });
});

test('ndjson is one document a line', async () => {
  const { code, out } = await runBin(stubCluster(), 'health --format ndjson');
  const types = out
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  expect(types.length).toBeGreaterThan(3);
  expect(code).toBe(5);
});

test('a nodetool that hangs ends with the deadline: exit 5, the node is named, nothing is left running', async () => {
  const folder = stubCluster({ instead: `if [ $1 = ${addresses[1]} ]; then ${hang}; fi` });
  const begun = Date.now();
  const { code, out } = await runBin(folder, 'health --format json --deadline 2s');
  const tookMs = Date.now() - begun;
  const report = reportIn(out);
  expect(report).toMatchObject({ verdict: 'cannot-tell', exitCode: 5 });
  expect(missingOf(report, addresses[1])).toContainEqual(
    expect.objectContaining({ source: 'status', why: 'timed-out' }),
  );
  expect(missingOf(report, addresses[0]).map(({ source }) => source)).not.toContain('status');
  expect(code).toBe(5);
  // Without the deadline it would be the 20 s of one nodetool call, and many calls.
  expect(tookMs).toBeLessThan(15_000);
  expect(await runningIn(folder)).toEqual([]);
});

test('an answer that is not understood is missing, and its line is quoted', async () => {
  const folder = stubCluster({
    instead: `if [ "$1 $2" = "${addresses[2]} tpstats" ]; then echo 'Segmentation fault, sort of'; exit 0; fi`,
  });
  const { code, out } = await runBin(folder, 'health --format json');
  const report = reportIn(out);
  expect(missingOf(report, addresses[2])).toContainEqual(
    expect.objectContaining({
      source: 'tpstats',
      why: 'unreadable',
      detail: expect.stringContaining('"Segmentation fault, sort of"') as unknown,
    }),
  );
  expect(missingOf(report, addresses[0]).map(({ source }) => source)).not.toContain('tpstats');
  expect(code).toBe(5);
});

test('a stopped node is a finding from its peers, not a crash', async () => {
  const down = addresses[2];
  const folder = stubCluster({
    instead: `if [ $1 = ${down} ]; then
  echo "nodetool: Failed to connect to '${down}:7199' - ConnectException: 'Connection refused (Connection refused)'." >&2
  exit 1
fi
case $2 in status|gossipinfo|info|netstats|tpstats|describecluster|listpendinghints)
  exec cat '${new URL('../fixtures/nodetool/4.1.10/', import.meta.url).pathname}'"$2--one-node-down.txt" ;;
esac`,
  });
  const { code, out } = await runBin(folder, 'health --format json');
  const report = reportIn(out);
  expect(report).toMatchObject({ verdict: 'findings', exitCode: 1 });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ detector: 'node-down', node: down, severity: 'critical' }),
  );
  expect(report.nodes.find(({ address }) => address === down)?.peersSay).toBe('down');
  expect(code).toBe(1);
});

test('without a nodetool every row says so', async () => {
  const folder = stubCluster();
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
  const { code, out } = await runBin(folder, 'health --deadline 5s', { PATH: folder });
  expect(out).toMatch(/^127\.0\.0\.1 +unknown/m);
  expect(code).toBe(5);
});

test('a nodetool that prints for ever is unreadable and ended, and memory stays flat', async () => {
  const endless =
    'case "$1 $2" in "127.0.1.2 "*) echo $$ >>"$(dirname "$0")/hung"; exec yes;; esac';
  const folder = stubCluster({ instead: endless });
  // So little that what was printed in 20 s would not fit into it.
  const env = { NODE_OPTIONS: '--max-old-space-size=160' };
  const { code, out } = await runBin(folder, 'health --format json', env);
  expect(code).toBe(5);
  const why = 'nodetool: too long, more than 16 MiB';
  expect(missingOf(reportIn(out), '127.0.1.2')).toContainEqual(
    expect.objectContaining({ source: 'describecluster', why: 'unreadable', detail: why }),
  );
  expect(await runningIn(folder)).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a look with exit %d and an empty stdout', async (signal, exitCode) => {
  const folder = stubCluster({ instead: hang });
  const running = startBin(folder, 'health --format json');
  await vi.waitFor(async () => {
    expect(await runningIn(folder)).not.toEqual([]);
  }, 20_000);
  running.child.kill(signal);
  const { code, out, err } = await running.ended;
  expect({ code, out, err }).toEqual({
    code: exitCode,
    out: '',
    err: `error: interrupted by ${signal}\n`,
  });
  expect(await runningIn(folder)).toEqual([]);
});

test('a wrong key in the inventory is one error with file, line and column, and no output', async () => {
  const folder = stubCluster({ more: 'consistancy: { default: QUORUM }\n' });
  const { code, out, err } = await runBin(folder, 'health --format json');
  expect(out).toBe('');
  expect(err).toMatch(
    /^error: .*\/ringward\.yaml:6:1: .*consistancy.*\nhint: did you mean consistency\?\n$/,
  );
  expect(code).toBe(2);
});

test('colour is for terminals; FORCE_COLOR wants it anyway, and NO_COLOR wins', async () => {
  const folder = stubCluster();
  rmSync(join(folder, 'nodetool'));
  const plain = await runBin(folder, 'health');
  const forced = await runBin(folder, 'health', { FORCE_COLOR: '1' });
  const none = await runBin(folder, 'health', { FORCE_COLOR: '1', NO_COLOR: '1' });
  const escape = '\u001b[';
  expect(plain.out).not.toContain(escape);
  expect(forced.out).toContain(escape);
  expect(none.out).not.toContain(escape);
});
