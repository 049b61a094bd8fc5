import { expect, test } from 'vitest';
import { seenUpByPeers } from '../../src/gates/seen-up-by-peers.ts';
import type { GossipEndpoint, RingStatusRow } from '../../src/model/readings.ts';
import {
  first,
  generationBefore,
  gossipOf,
  gossipWith,
  healthySnapshot,
  healthyView,
  judged,
  missing,
  second,
  seen,
  statusRow,
  statusWith,
  third,
  viewWith,
  withSource,
  without,
} from './healthy-view.ts';

const statusSays = (change: Partial<RingStatusRow>) =>
  judged(seenUpByPeers, viewWith(first, 'status', seen(statusWith(second, change))));
const gossipSays = (change: Partial<GossipEndpoint>) =>
  judged(seenUpByPeers, viewWith(third, 'gossipinfo', seen(gossipWith(second, change))));

test('passes when every live peer sees it up with a newer generation', () => {
  expect(judged(seenUpByPeers, healthyView)).toBe('pass: up in 2 of 2 views, started after 1000');
});

test('waits while one single peer sees it down or joining', () => {
  expect(statusSays({ liveness: 'down' })).toBe('wait: 127.0.0.1 sees 127.0.0.2 down and normal');
  expect(statusSays({ state: 'joining' })).toBe('wait: 127.0.0.1 sees 127.0.0.2 up and joining');
});

test('waits while a peer still knows the start before: UP may be what it said before the stop', () => {
  expect(gossipSays({ generation: generationBefore })).toBe(
    'wait: 127.0.0.3 knows 127.0.0.2 by generation 1000, not newer than 1000',
  );
});

test.each([
  ['host id', statusSays({ hostId: 'other' })],
  ['host id', gossipSays({ hostId: 'other' })],
  ['dc', statusSays({ dc: 'other' })],
  ['rack', gossipSays({ rack: 'other' })],
])('refuses another %s: it is not the node that went down', (what, verdict) => {
  expect(verdict).toMatch(new RegExp(`^refuse: .* sees 127.0.0.2 with ${what} other, it was`));
});

test('a refusal of one peer comes before the wait of another', () => {
  const snapshot = withSource(
    withSource(healthySnapshot, first, 'status', missing()),
    third,
    'status',
    seen(statusWith(second, { hostId: 'other' })),
  );
  expect(seenUpByPeers.judge({ ...healthyView, snapshot }).kind).toBe('refuse');
});

test('waits while a peer has no host id for it', () => {
  expect(statusSays({ hostId: undefined })).toBe(
    'wait: 127.0.0.1 does not know the host id of 127.0.0.2',
  );
});

test('waits when a peer does not know it', () => {
  const rows = [first, third].map(statusRow);
  expect(judged(seenUpByPeers, viewWith(first, 'status', seen({ rows })))).toBe(
    'wait: 127.0.0.1 does not list 127.0.0.2',
  );
  const gossip = { endpoints: [first, third].map(gossipOf), heartbeats: [7, 7] };
  expect(judged(seenUpByPeers, viewWith(first, 'gossipinfo', seen(gossip)))).toBe(
    'wait: 127.0.0.1 does not know 127.0.0.2',
  );
});

test('waits when the word of a peer is missing', () => {
  expect(judged(seenUpByPeers, viewWith(first, 'status', missing()))).toMatch(
    /^wait: status of 127.0.0.1 is missing, timed-out/,
  );
  expect(judged(seenUpByPeers, viewWith(first, 'gossipinfo', undefined))).toBe(
    'wait: gossipinfo of 127.0.0.1 is missing, was not asked',
  );
});

test('does not need the word of a peer that the others see down', () => {
  const snapshot = withSource(
    withSource(healthySnapshot, first, 'status', seen(statusWith(third, { liveness: 'down' }))),
    third,
    'status',
    missing('unreachable'),
  );
  expect(judged(seenUpByPeers, { ...healthyView, snapshot })).toMatch(/^pass: up in 1 of 1 views/);
});

test('without the generation before the stop a new start cannot be proven', () => {
  const subject = without(healthyView.subject, 'generationBefore');
  expect(judged(seenUpByPeers, { ...healthyView, subject })).toMatch(
    /^refuse: the gossip generation/,
  );
});

test('waits when there is no live peer at all', () => {
  expect(judged(seenUpByPeers, { ...healthyView, members: [second] })).toMatch(
    /^wait: there is no/,
  );
});

test('peers that see each other down are not said to be none', () => {
  const down = (about: string) => seen(statusWith(about, { liveness: 'down' }));
  const one = withSource(healthySnapshot, first, 'status', down(third));
  const both = withSource(one, third, 'status', down(first));
  expect(judged(seenUpByPeers, { ...healthyView, snapshot: both })).toBe(
    "wait: of those that gave their view (127.0.0.1, 127.0.0.3) each is seen down by another: nobody's word about the node is sure",
  );
});
