import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { healthJson } from './health-json.ts';
import { endLoad, labIn, mustRun, run, start } from './ringward.ts';
import { sshdIn, type Sshd } from './sshd.ts';

const lab = labIn('over-ssh', '127.0.25');
const inventory = join(lab.folder, 'ssh.yaml');
/** Short enough for the sockets of shared connections. */
const runtime = mkdtempSync(join(tmpdir(), 'rw-'));
const env = { ...process.env, XDG_RUNTIME_DIR: runtime };
let sshd: Sshd;

const way = (argv: readonly string[]) => [...argv, '-i', inventory];
const ringward = (...argv: string[]) => run(way(argv), lab.folder, env);
const roll = (...argv: string[]) =>
  start(way([...argv, '--state-dir', lab.state, '--format', 'ndjson']), lab.folder, env);
/** Somebody on another machine, with a state folder and a plan of their own. */
const somebodyElse = () =>
  ringward(
    ...['upgrade', 'run', 'restart.json', '--yes', '--state-dir', join(lab.folder, 'another')],
  );

/** The lab's inventory, with the nodes behind the sshd. */
function behindSshd(): string {
  const known = parse(readFileSync(join(lab.dir, 'ringward.yaml'), 'utf8')) as {
    readonly nodes: readonly { readonly address: string }[];
  };
  const nodes = known.nodes.map((node) => ({ ...node, jmxAddress: node.address }));
  return stringify({ ...known, transport: 'ssh', ssh: sshd.reach, nodes });
}

const leftOnNodes = () =>
  [1, 2, 3].flatMap((number) =>
    readdirSync(lab.node(number)).filter((name) => name.startsWith('ringward-')),
  );

const step = (type: string, number: number, kind: string) =>
  new RegExp(`"type":"${type}","node":"${lab.address(number)}","step":\\d+,"kind":"${kind}"`);

beforeAll(async () => {
  await lab.up('4.1.10');
  sshd = await sshdIn(join(lab.folder, 'sshd'));
  writeFileSync(inventory, behindSshd());
  const plan = ['upgrade', 'plan', '--playbook', 'rolling-restart', '--out', 'restart.json'];
  await mustRun(way(plan), lab.folder, env);
});
afterAll(async () => {
  sshd.close();
  sshd.dropConnections();
  await lab.down();
  rmSync(lab.folder, { recursive: true });
  rmSync(runtime, { recursive: true });
});

test('a look through ssh: healthy, nothing missing, JMX through it as well', async () => {
  const report = healthJson(await ringward('health', '--format', 'json'));
  expect(report).toMatchObject({ verdict: 'healthy', findings: [], missing: [] });
  expect(report.nodes.map(({ via }) => via['info'])).toEqual(['jmx', 'jmx', 'jmx']);
});

test('under load a restart outlives links that are cut in a drain, a stop and a start; another is kept away', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  const running = roll('restart', '--yes');
  for (const kind of ['drain', 'stop', 'start']) {
    await running.says(step('step-started', 1, kind));
    expect(sshd.dropConnections()).toBeGreaterThan(0);
  }
  await running.says(step('step-started', 2, 'stop'));
  const other = await somebodyElse();
  expect(other.code, other.out + other.err).toBe(6);
  expect(other.err).toContain(`${lab.address(1)} is locked by run`);
  const { code, out, err } = await running.ended;
  expect(code, out + err).toBe(0);
  expect(leftOnNodes()).toEqual([]);
  await endLoad(load);
});

test('after kill -9 in a stop the nodes stay locked; its own resume takes them back and completes', async () => {
  const running = roll('restart', '--yes');
  await running.says(step('step-started', 1, 'stop'));
  running.child.kill('SIGKILL');
  await running.ended;
  const other = await somebodyElse();
  expect(other.code, other.out + other.err).toBe(6);
  expect(other.err).toMatch(/that process is gone[^]*--take-over-lock/);
  const { code, out, err } = await roll('upgrade', 'resume').ended;
  expect(code, out + err).toBe(0);
  expect(out.match(/"type":"node-done"/g)).toHaveLength(3);
  expect(leftOnNodes()).toEqual([]);
});
