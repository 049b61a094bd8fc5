import { expect, test } from 'vitest';
import { runRecord } from '../../src/cli/record-run.ts';
import { Interrupted } from '../../src/model/errors.ts';
import type { Ports } from '../../src/ports/index.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { clusterOf, simulatedFrom } from '../simulate/simulated.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { healthFrom, recordedText, recordingPath, stage } from './recorded.ts';

test("the first line says what it is of; the file is its owner's alone; progress is shown", async () => {
  const ports = stage();
  const modes: unknown[] = [];
  const files = {
    ...ports.files,
    makeFolder: (path: string, mode?: number) => {
      modes.push([path, mode]);
      return ports.files.makeFolder(path, mode);
    },
  };
  expect(await runRecord({ dir: '/rec', for: 10_000 }, { ...ports, files })).toBe(0);
  const text = ports.files.textOf(recordingPath) ?? '';
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({
    format: 3,
    kind: 'ringward-recording',
    toolVersion: '1.2.3',
    forMs: 10_000,
    inventory: { cluster: 'sim', nodes: [{ address: '10.0.0.1' }, {}, {}] },
  });
  expect(ports.files.modeOf(recordingPath)).toBe(0o600);
  expect(modes).toEqual([['/rec', 0o700]]);
  expect(
    (ports.live as ReturnType<typeof fakePorts>['live'] & { lines: string[] }).lines,
  ).toContainEqual(expect.stringMatching(/^recording, \d+ s left, \d+ answers$/));
  expect(ports.streams.outText()).toContain('next: ringward health --from /rec\n');
});

test('the log is kept, so that what only it tells is told again', async () => {
  const ports = stage(
    clusterOf({}, [{ kind: 'compaction-fails', node: '10.0.0.2', how: 'corrupt' }]),
  );
  const text = (await ports.files.readText('/here/ringward.yaml')) ?? '';
  const log = `commands: { log: [ssh, '{address}', tail, /var/log/cassandra/system.log] }\n`;
  await ports.files.writeText('/here/ringward.yaml', text + log);
  await runRecord({ dir: '/rec', for: 0 }, ports);
  const recording = ports.files.textOf(recordingPath) ?? '';
  const { exitCode, out } = await healthFrom(recording);
  expect(JSON.parse(out)).toMatchObject({
    findings: [{ state: 'FAILING', node: '10.0.0.2', subject: 'app.events' }],
    missing: [],
  });
  expect(exitCode).toBe(1);
});

test('whose commands are advised is said where any are', async () => {
  const told = 'commands for nodes are those of most installations';
  const textOf = async (of: Parameters<typeof recordedText>[0], format: 'tty' | 'markdown') => {
    const { out } = await healthFrom(await recordedText(of), { format });
    return out.replaceAll(/\s+/g, ' ');
  };
  const closed = clusterOf({}, [{ kind: 'cql-unreachable', node: '10.0.0.2' }]);
  expect(await textOf(closed, 'tty')).toContain(told);
  expect(await textOf(closed, 'markdown')).toContain(told);
  expect(await textOf(clusterOf(), 'tty')).not.toContain(told);
});

const secrets = ['s3cret-of-cql', 's3cret-of-jmx', 's3cret-of-env', 'opsuser'];

test('no secret is in it: not of CQL, not from the way to nodetool, not from commands or environment', async () => {
  const state = clusterOf();
  const files = memoryFiles({
    '/here/pw': 's3cret-of-cql\n',
    '/pkg/package.json': '{"version":"1.2.3"}',
    '/here/ringward.yaml': `cluster: sim
nodetool: [nodetool, -h, '{address}', -pw, s3cret-of-jmx]
cql: { user: opsuser, passwordFrom: { file: pw } }
commands: { stop: [stop, '{address}', s3cret-of-jmx] }
nodes: [${state.nodes.map(({ address }) => address).join(', ')}]
`,
  });
  const world = simulatedFrom(state);
  const targets: unknown[] = [];
  const cql: Ports['cql'] = {
    connect: (target) => {
      targets.push(target.credentials);
      return world.cql.connect(target);
    },
  };
  const runner: Ports['runner'] = {
    // The simulated nodes are reached with a nodetool of their own.
    run: (request) => {
      const [, , address = '', , , ...args] = request.argv;
      const argv = ['nodetool', '-h', address, '-p', '7199', ...args];
      return world.runner.run(request.argv.includes('-pw') ? { ...request, argv } : request);
    },
  };
  const env = { HOME: '/h', TOKEN: 's3cret-of-env' };
  await runRecord(
    { dir: '/rec', for: 0 },
    fakePorts({ runner, cql, clock: world.clock, files, env }),
  );
  const text = files.textOf(recordingPath) ?? '';
  expect(targets).toContainEqual({ user: 'opsuser', password: 's3cret-of-cql' });
  expect(text).toContain('"argv":["nodetool","-h","10.0.0.1","status"]');
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test('a folder that is not empty is refused, and nothing is asked', async () => {
  const files = memoryFiles({ '/rec/old': 'x', '/pkg/package.json': '{"version":"1"}' });
  await expect(runRecord({ dir: '/rec', for: 0 }, fakePorts({ files }))).rejects.toMatchObject({
    exitCode: 2,
    message: '/rec is not empty (it holds old)',
    hint: 'give a new folder: a recording is never written over',
  });
});

test('Ctrl-C ends it; what was recorded until then can be read', async () => {
  const control = new AbortController();
  const world = stage(undefined, { signal: control.signal });
  const live = {
    ...world.live,
    update: (text: string) => {
      if (text.startsWith('recording, 1')) control.abort(new Interrupted('SIGINT'));
    },
  };
  await expect(runRecord({ dir: '/rec', for: 30_000 }, { ...world, live })).rejects.toMatchObject({
    exitCode: 130,
    hint: expect.stringContaining('ringward health --from /rec') as string,
  });
  const { out } = await healthFrom(world.files.textOf(recordingPath) ?? '');
  expect(JSON.parse(out)).toMatchObject({ verdict: 'healthy', recording: { cutOff: true } });
});

test('a disk that is full ends it at once, with the reason', async () => {
  const ports = stage();
  const live = {
    ...ports.live,
    update: (text: string) => {
      if (text.startsWith('recording')) ports.files.failOn(/recording/);
    },
  };
  const begun = ports.clock.now();
  await expect(runRecord({ dir: '/rec', for: 600_000 }, { ...ports, live })).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('ENOSPC') as string,
    hint: expect.stringMatching(/^make room; what was recorded until then is whole/) as string,
  });
  expect(ports.clock.now() - begun).toBeLessThan(60_000);
});

test('a folder whose name a terminal would obey is escaped, and can be typed', async () => {
  const ports = stage();
  await runRecord({ dir: '/r\u001b[2J', for: 0 }, ports);
  const out = ports.streams.outText();
  // eslint-disable-next-line no-control-regex
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/u);
  expect(out).toContain(String.raw` in /r\u001b[2J`);
  expect(out).toContain(String.raw`next: ringward health --from "$(printf '/r\033[2J')"`);
});

test('of a recording no command is told by the name under which it is kept', async () => {
  const hangs = { kind: 'nodetool-hangs', node: '10.0.0.2' } as const;
  const ports = stage(clusterOf({}, [hangs]));
  const text = (await ports.files.readText('/here/ringward.yaml')) ?? '';
  await ports.files.writeText(
    '/here/ringward.yaml',
    `${text}commands: { log: [cat, system.log] }\n`,
  );
  await runRecord({ dir: '/rec', for: 0 }, ports);
  const { out } = await healthFrom(ports.files.textOf(recordingPath) ?? '');
  expect((JSON.parse(out) as { next: unknown }).next).toEqual([
    'nodetool -h 10.0.0.2 info',
    'on 10.0.0.2: tail -n 50 /var/log/cassandra/system.log',
  ]);
});
