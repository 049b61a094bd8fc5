import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { run } from './run-program.ts';
import { specOf } from '../lab-unit/spec-of.ts';

test('a demo of a roll that the playbook does not make is refused before anything is announced', async () => {
  const shipped = readFileSync(
    new URL('../../playbooks/upgrade-4.1-to-5.0.yaml', import.meta.url),
    'utf8',
  );
  const line = 'lab demo --from 4.0.19 --to 5.0.8';
  expect(await run(line, { '/pkg/playbooks/upgrade-4.1-to-5.0.yaml': shipped })).toEqual({
    exitCode: 2,
    out: '',
    err: 'error: the demo rolls from 4.1 to 5.0, not from 4.0.19 to 5.0.8\nhint: for instance: --from 4.1.10 --to 5.0.8\n',
  });
});

const lab = JSON.stringify(specOf({ dir: '/l', cacheDir: '/c' }));

test.each([
  'lab exec --dir /l 1 nodetool --debug -h status',
  'lab exec --dir /l 1 -- nodetool --debug -h status',
])('`%s`: what follows the node belongs to its command', async (line) => {
  const runner = fakeRunner([['/l/node1/nodetool --debug -h status', 'as told\n']]);
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}', '/l/lab.json': lab });
  const ports = fakePorts({ files, runner });
  expect(await runProgram(line.split(' '), ports)).toBe(0);
  expect(ports.streams.outText()).toBe('as told\n');
  expect(runner.requests.map(({ argv }) => argv)).toEqual([
    ['/l/node1/nodetool', '--debug', '-h', 'status'],
  ]);
});

test('--debug behind the node is not ours: no stack is printed', async () => {
  const { err } = await run('lab exec --dir /l 1 nodetool --debug');
  expect(err).toBe('error: there is no lab in /l\nhint: make one: ringward lab up --dir /l\n');
  expect((await run('lab exec --dir /l --debug 1 nodetool')).err).toMatch(/\n {4}at /);
});

test('lab up: the argument behind --also VERSION is the version of the lab', async () => {
  const { exitCode, err } = await run('lab up --dir /l --also 4.0.19 5.0.8', {
    '/l/lab.json': lab,
  });
  expect(exitCode).toBe(2);
  expect(err).toMatch(/^error: the lab in \/l was made with version 4\.1\.10\nhint: /);
});

test.each(['--also 4.1.10 --also zz', '--also 4.1.10,zz'])(
  'lab up takes several further versions as `%s`',
  async (also) => {
    const { exitCode, err } = await run(`lab up --dir /l ${also} 5.0.8`);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^error: `zz` is no Cassandra version a lab can run\n/);
  },
);
