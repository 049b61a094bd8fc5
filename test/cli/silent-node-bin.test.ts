import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { hangingNodetool, hungIn, runningIn } from './hanging-nodetool.ts';
import { runBin, startBin } from './run-bin.ts';
import { addresses } from './simulated-lab.ts';

/** Far below the time-outs of the nodes, and far above what a busy machine takes to start and end us. */
const momentMs = 20_000;

/** Takes what is sent and never answers. */
async function silentPort(): Promise<{ readonly port: number; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined).on('data', () => (asked += 1));
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, asked: () => asked };
}

async function silentNode() {
  const [cql, jmx] = [await silentPort(), await silentPort()];
  const folder = temporaryFolder();
  const inventory = `cluster: silent
limits: { cqlTimeout: 60s, nodetoolTimeout: 60s }
cql: { port: ${cql.port} }
jmx: { port: ${jmx.port} }
nodes: [127.0.0.1]
`;
  writeFileSync(join(folder, 'ringward.yaml'), inventory);
  const isAsked = () =>
    vi.waitFor(() => {
      expect(Math.min(cql.asked(), jmx.asked())).toBeGreaterThan(0);
    }, momentMs);
  return { folder, isAsked };
}

test('a node that takes all and answers nothing does not outlast the deadline', async () => {
  const { folder } = await silentNode();
  const begun = Date.now();
  const { code, out } = await runBin(folder, 'health --deadline 1s');
  expect(out).toContain('no answer by the deadline');
  expect(code).toBe(5);
  expect(Date.now() - begun).toBeLessThan(momentMs);
});

const planning = 'upgrade plan --playbook rolling-restart --out plan.json';

test.each(['watch', 'health', 'record out --for 1m', planning])(
  '`%s` that asks a silent node ends with the first Ctrl-C',
  async (line) => {
    const { folder, isAsked } = await silentNode();
    const { child, ended } = startBin(folder, line);
    await isAsked();
    const begun = Date.now();
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect(err).toContain('error: interrupted by SIGINT\n');
    expect(code).toBe(130);
    expect(Date.now() - begun).toBeLessThan(momentMs);
  },
);

test('a nodetool that does not let itself be ended is killed at the end, with all it started', async () => {
  const act = `trap '' TERM; sleep 600 & echo $$ $! >>"$(dirname "$0")/hung"; wait`;
  const folder = hangingNodetool(addresses, { act });
  const { child, ended } = startBin(folder, 'health --via nodetool');
  await vi.waitFor(() => {
    expect(hungIn(folder).length).toBeGreaterThanOrEqual(2);
  }, momentMs);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(await runningIn(folder)).toEqual([]);
});

test('`upgrade plan` ends with the first Ctrl-C while nodetool hangs', async () => {
  const commands = ['stop', 'start', 'running'].map((name) => `${name}: ['true', '{address}']`);
  const folder = hangingNodetool(addresses, {
    more: `commands: { ${commands.join(', ')} }\nvia: nodetool\n`,
  });
  const { child, ended } = startBin(folder, planning);
  await vi.waitFor(() => {
    expect(hungIn(folder).length).toBeGreaterThanOrEqual(2);
  }, momentMs);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect(err).toContain('error: interrupted by SIGINT\n');
  expect(code).toBe(130);
  expect(await runningIn(folder)).toEqual([]);
});
