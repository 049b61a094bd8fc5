import { expect, test } from 'vitest';
import { hintsDrained } from '../../src/gates/hints-drained.ts';
import { peersUp } from '../../src/gates/peers-up.ts';
import { rangeSafety } from '../../src/gates/range-safety.ts';
import { rpcReady } from '../../src/gates/rpc-ready.ts';
import { schemaAgreement } from '../../src/gates/schema-agreement.ts';
import { seenUpByPeers } from '../../src/gates/seen-up-by-peers.ts';
import type { Gate, GateSubject, GateView } from '../../src/model/gate.ts';
import {
  first,
  healthyView,
  judged,
  missing,
  seen,
  statusWith,
  third,
  viewWith,
} from './healthy-view.ts';

/** The subject is the second node; the third is of its wave. */
const inWave = (view: GateView, more: Partial<GateSubject>): GateView => ({
  ...view,
  subject: { ...view.subject, ...more },
});
const together = { together: [third] };
const away = { ...together, away: [third] };

test('ranges must hold with the whole wave down, whether its nodes are up as yet or not', () => {
  expect(judged(rangeSafety, healthyView)).toMatch(/^pass/);
  expect(judged(rangeSafety, inWave(healthyView, together))).toMatch(
    /^refuse: with 127\.0\.0\.2, 127\.0\.0\.3 down keyspace .* has 1 live of 2 needed/,
  );
  expect(judged(rangeSafety, inWave(healthyView, away))).toMatch(/^refuse/);
});

test('a node of the wave that is down before any is stopped holds it; one on its way does not', () => {
  const view = viewWith(first, 'status', seen(statusWith(third, { liveness: 'down' })));
  expect(judged(peersUp, inWave(view, together))).toMatch(/^wait: 127\.0\.0\.3 is not up/);
  expect(judged(peersUp, inWave(view, away))).toBe('pass: 1 of 1 views: all others up and normal');
});

test.each<[string, Gate, 'status' | 'gossipinfo' | 'pending-hints' | 'cql-local']>([
  ['seen-up-by-peers', seenUpByPeers, 'status'],
  ['rpc-ready', rpcReady, 'gossipinfo'],
  ['hints-drained', hintsDrained, 'pending-hints'],
  ['schema-agreement', schemaAgreement, 'cql-local'],
  ['peers-up', peersUp, 'status'],
])(
  '%s asks nothing of a node that is on its way, and all of one that is back',
  (_, gate, source) => {
    const silent = viewWith(third, source, missing());
    expect(gate.judge(inWave(silent, away)).kind).toBe('pass');
    expect(gate.judge(inWave(silent, together)).kind).toBe('wait');
    expect(gate.judge(silent).kind).toBe('wait');
  },
);

test('where every peer is on its way there is nobody whose word would count', () => {
  const all = { together: [first, third], away: [first, third] };
  for (const gate of [seenUpByPeers, rpcReady, hintsDrained, schemaAgreement]) {
    expect(gate.judge(inWave(healthyView, all)).kind).toBe('wait');
  }
});
