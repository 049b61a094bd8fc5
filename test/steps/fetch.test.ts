import { expect, test } from 'vitest';
import { fetch } from '../../src/steps/fetch.ts';
import { oneContext } from './one-context.ts';

const params = { timeoutMs: 60_000 };
const node = '10.0.0.1';

test('the release is brought there, and the node runs on as it is', async () => {
  const { context, installed, mode } = oneContext({ targetVersion: '5.0.8' });
  expect(await fetch.run(params, context)).toEqual({ kind: 'done' });
  expect([installed(), mode()]).toEqual(['4.1.10', 'NORMAL']);
});

test('a release that cannot be had holds the roll, with what the command said', async () => {
  const how = { code: 100, says: 'E: Version 5.0.8 was not found' };
  const { context, mode } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'fetch', how }],
  });
  expect(await fetch.run(params, context)).toEqual({
    kind: 'refused',
    reason: '`fetch 5.0.8` ended with exit code 100',
    tail: 'E: Version 5.0.8 was not found',
  });
  expect(mode()).toBe('NORMAL');
});

test('one that does not end is held as well', async () => {
  const { context } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'fetch', how: 'hangs' }],
  });
  expect(await fetch.run(params, context)).toEqual({
    kind: 'refused',
    reason: '`fetch 5.0.8` did not end within 60 s',
  });
});

test('without its command it is not thought done', async () => {
  const { context } = oneContext({ without: 'fetch' });
  expect(await fetch.run(params, context)).toEqual({
    kind: 'refused',
    reason: 'the inventory has no `fetch` command',
  });
});

test('a node that came back on the release needs nothing fetched', async () => {
  const { context } = oneContext({ targetVersion: '5.0.8' });
  expect(await fetch.isDone(context)).toBe(false);
});
