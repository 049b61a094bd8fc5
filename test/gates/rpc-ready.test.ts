import { expect, test } from 'vitest';
import { rpcReady } from '../../src/gates/rpc-ready.ts';
import {
  first,
  gossipWith,
  healthyView,
  judged,
  missing,
  second,
  seen,
  third,
  viewWith,
} from './healthy-view.ts';

test('passes when every live peer has heard RPC_READY', () => {
  expect(judged(rpcReady, healthyView)).toBe('pass: RPC_READY in 2 of 2 views');
});

test.each([
  [false, 'RPC_READY false'],
  [undefined, 'no RPC_READY'],
])('waits while a peer has %s', (ready, words) => {
  const view = viewWith(third, 'gossipinfo', seen(gossipWith(second, { rpcReady: ready })));
  expect(judged(rpcReady, view)).toBe(`wait: 127.0.0.3 has ${words} of 127.0.0.2`);
});

test('waits when the gossip of a peer is missing or knows nothing of it', () => {
  expect(judged(rpcReady, viewWith(first, 'gossipinfo', missing()))).toMatch(
    /^wait: gossipinfo of 127.0.0.1 is missing/,
  );
  expect(
    judged(rpcReady, viewWith(first, 'gossipinfo', seen({ endpoints: [], heartbeats: [] }))),
  ).toBe('wait: 127.0.0.1 does not know 127.0.0.2');
});

test('waits when there is no live peer', () => {
  expect(rpcReady.judge({ ...healthyView, members: [second] }).kind).toBe('wait');
});
