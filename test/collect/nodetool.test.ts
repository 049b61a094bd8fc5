import { expect, test } from 'vitest';
import { askNodetool, nodetoolSources } from '../../src/collect/nodetool.ts';
import type { CommandResult } from '../../src/ports/runner.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { healthyNodetool, recorded } from './healthy-answers.ts';
import { refused, world } from './world.ts';

test.each(nodetoolSources)('%s is asked of the node and read', async (source) => {
  const runner = fakeRunner(healthyNodetool);
  const { on, clock } = world({ runner });
  expect(await askNodetool(on('127.0.1.2'), source)).toMatchObject({
    kind: 'seen',
    at: clock.now(),
  });
  const [request] = runner.requests;
  expect(request?.node).toBe('127.0.1.2');
  expect(request?.argv.slice(0, 3)).toEqual(['nodetool', '-h', '127.0.1.2']);
  expect(request?.timeoutMs).toBe(20_000);
});

const failures: readonly (readonly [string, CommandResult, string, RegExp])[] = [
  ['a refused connection', refused, 'unreachable', /Connection refused/],
  [
    'a time-out',
    { kind: 'timed-out', afterMs: 20_000, stdout: 'UN', stderr: '' },
    'timed-out',
    /no answer in 20 s/,
  ],
  [
    'a node that cannot be reached',
    { kind: 'unreachable', reason: 'ssh: connect timed out' },
    'unreachable',
    /ssh/,
  ],
  [
    'a nodetool that is not there',
    { kind: 'unreachable', reason: 'Command failed\nspawn nodetool ENOENT' },
    'failed',
    /^spawn nodetool ENOENT$/,
  ],
  [
    'a wrong password',
    exited(
      '',
      1,
      "nodetool: Failed to connect to 'h:1' - SecurityException: 'Authentication failed! Invalid username or password'.\n",
    ),
    'authentication',
    /Invalid username/,
  ],
  [
    'an unknown command',
    exited('nodetool: Found unexpected parameters: [status]\n', 1),
    'failed',
    /^nodetool: Found unexpected parameters: \[status\]$/,
  ],
  ['a failure without a word', exited('', 2), 'failed', /exit code 2/],
];
test.each([
  ['nodetool', ['/opt/cassandra/bin/nodetool', '-h', '{address}']],
  ['ssh', ['ssh', '{address}', 'nodetool']],
  ['Ringward itself', ['ringward', 'lab', 'exec', '{address}', 'nodetool']],
])('what hangs is nodetool, called by %s', async (_, nodetool) => {
  const { on } = world({
    runner: fakeRunner([['status', { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' }]]),
  });
  const context = on();
  const answer = await askNodetool({ ...context, node: { ...context.node, nodetool } }, 'status');
  expect(answer).toMatchObject({ why: 'timed-out', detail: 'nodetool: no answer in 20 s' });
});

test.each(failures)('%s is missing, with the reason', async (_, result, why, detail) => {
  const { on } = world({ runner: fakeRunner([['status', result]]) });
  const answer = await askNodetool(on(), 'status');
  expect(answer).toMatchObject({ kind: 'missing', why });
  expect(answer.kind === 'missing' && answer.detail).toMatch(detail);
});

test('what not every release offers may be unknown to a node', async () => {
  const unknown = exited('nodetool: Found unexpected parameters: [listpendinghints]\n', 1);
  const { on } = world({ runner: fakeRunner([['listpendinghints', unknown]]) });
  expect(await askNodetool(on(), 'pending-hints')).toMatchObject({
    why: 'unsupported',
    detail: 'nodetool: Found unexpected parameters: [listpendinghints] (offered from 4.1 on)',
  });
});

test('an answer that is not understood goes to the debug log as it was', async () => {
  const { on, unreadable } = world({ runner: fakeRunner([['status', 'gibberish\n']]) });
  expect(await askNodetool(on(), 'status')).toMatchObject({
    kind: 'missing',
    why: 'unreadable',
    detail: 'no table of nodes in the text: "gibberish"',
  });
  expect(unreadable).toEqual([
    {
      node: '127.0.1.1',
      source: 'status',
      line: 'gibberish',
      why: 'no table of nodes in the text',
      text: 'gibberish\n',
    },
  ]);
});

test('a throttle that is no whole number is asked for exactly', async () => {
  const rounding = 'error: Use the -d flag to quiet this error and get the exact throughput\n';
  const runner = fakeRunner([
    ['getcompactionthroughput -d', '1.5 MiB/s\n'],
    ['getcompactionthroughput', exited('', 2, rounding)],
  ]);
  const { on } = world({ runner });
  expect(await askNodetool(on(), 'compaction-throughput')).toMatchObject({
    value: { mebibytesPerSecond: 1.5 },
  });
});

test('nothing is asked after the deadline, and less time given before it', async () => {
  const runner = fakeRunner([['status', recorded('status')]]);
  const { on, clock } = world({ runner });
  const near = { ...on(), deadlineAt: clock.now() + 3_000 };
  await askNodetool(near, 'status');
  expect(runner.requests[0]?.timeoutMs).toBe(3_000);
  clock.advance(3_000);
  expect(await askNodetool(near, 'status')).toMatchObject({ why: 'timed-out' });
  expect(runner.requests).toHaveLength(1);
});

test('Ctrl-C is passed on', async () => {
  const { on, stop } = world();
  stop.abort(new Error('interrupted'));
  await expect(askNodetool(on(), 'status')).rejects.toThrow('interrupted');
});
