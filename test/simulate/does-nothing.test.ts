import { expect, test } from 'vitest';
import { simulated } from './simulated.ts';

const node = '10.0.0.1';
const argv = ['ssh', node, 'apt-get', 'install', 'cassandra=5.0.8'];
const hangs = { kind: 'does-nothing', node, command: 'install', how: 'hangs' } as const;

test('a command that hangs ends with the signal, and has changed nothing', async () => {
  const { runner, cluster, clock } = simulated({}, [hangs]);
  const hard = new AbortController();
  void clock.sleep(1_000).then(() => {
    hard.abort(new Error('stop'));
  });
  const request = { node, argv, timeoutMs: 60_000, signal: hard.signal };
  expect(await runner.run(request)).toEqual({ kind: 'cancelled' });
  expect(cluster.node(node)?.installed).toBe('4.1.10');
});

test('it strikes as often as is said, its own node and command alone', async () => {
  const { runner, cluster } = simulated({}, [{ ...hangs, times: 1 }]);
  const on = (address: string) =>
    runner.run({ node: address, argv: argvOf(address), timeoutMs: 60_000 });
  expect(await on('10.0.0.2')).toMatchObject({ kind: 'exited', code: 0 });
  expect(await on(node)).toMatchObject({ kind: 'timed-out' });
  expect(await on(node)).toMatchObject({ kind: 'exited', code: 0 });
  expect(cluster.node(node)?.installed).toBe('5.0.8');
});

function argvOf(address: string): readonly string[] {
  return argv.map((word) => (word === node ? address : word));
}
