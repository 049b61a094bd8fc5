import { expect, test } from 'vitest';
import { downBeside } from '../../src/gates/allowed-down.ts';
import { hintsDrained } from '../../src/gates/hints-drained.ts';
import { noHoldingFindings } from '../../src/gates/no-holding-findings.ts';
import { noRepair } from '../../src/gates/no-repair.ts';
import { peersUp } from '../../src/gates/peers-up.ts';
import { rangeSafety } from '../../src/gates/range-safety.ts';
import { schemaAgreement } from '../../src/gates/schema-agreement.ts';
import { seenUpByPeers } from '../../src/gates/seen-up-by-peers.ts';
import type { Finding } from '../../src/model/finding.ts';
import { nothingAllowed } from '../../src/model/allowed.ts';
import type { Gate, GateView } from '../../src/model/gate.ts';
import type { RingStatusRow } from '../../src/model/readings.ts';
import type { Snapshot, SourceId } from '../../src/model/snapshot.ts';
import {
  addresses,
  first,
  healthySnapshot,
  healthyView,
  judged,
  missing,
  second,
  seen,
  statusWith,
  third,
  withSource,
} from './healthy-view.ts';

const sources = Object.keys(healthySnapshot.nodes[0]?.sources ?? {}) as readonly SourceId[];

/** Silent by every way, and down for those who speak. */
function withoutThird(row: Partial<RingStatusRow> = { liveness: 'down' }): Snapshot {
  const silent = sources.reduce(
    (so, source) => withSource(so, third, source, missing('unreachable', 'connection refused')),
    healthySnapshot,
  );
  return [first, second].reduce(
    (so, address) => withSource(so, address, 'status', seen(statusWith(third, row))),
    silent,
  );
}

const nodeDown: Finding = {
  ...{ detector: 'node-down', severity: 'critical' as const, node: third, summary: 'seen DOWN' },
  ...{ evidence: [], advice: [] },
};

const view = (down: number, change: Partial<GateView> = {}): GateView => ({
  ...healthyView,
  snapshot: withoutThird(),
  findings: [nodeDown],
  missing: [{ node: third, source: 'log', why: 'unreachable', detail: 'connection refused' }],
  // At ONE three replicas live with two nodes down.
  consistency: { default: ['ONE'], system_auth: ['ONE'] },
  allowed: { ...nothingAllowed, down },
  ...change,
});

const gates: readonly (readonly [string, Gate])[] = [
  ['peers-up', peersUp],
  ['schema-agreement', schemaAgreement],
  ['hints-drained', hintsDrained],
  ['no-holding-findings', noHoldingFindings],
  ['no-repair', noRepair],
];

test.each(gates)('%s waits for a node that is down, and does not where it may be', (_, gate) => {
  expect(gate.judge(view(0)).kind).toBe('wait');
  expect(gate.judge({ ...view(0), allowed: nothingAllowed }).kind).toBe('wait');
  expect(gate.judge(view(1)).kind).toBe('pass');
});

test('that it lives with a node down is told, by its name', () => {
  expect(peersUp.judge(view(1))).toEqual({
    kind: 'pass',
    down: [third],
    note: '1 of 1 views: all others up and normal but 127.0.0.3, down and allowed to be (--allow-down)',
    isTold: true,
  });
  expect(peersUp.judge(healthyView)).not.toHaveProperty('isTold');
});

test('another node that is silent, or has a finding, is waited for as ever', () => {
  const silent = (source: SourceId) => ({
    snapshot: withSource(withoutThird(), first, source, missing()),
  });
  expect(schemaAgreement.judge(view(1, silent('cql-local'))).kind).toBe('wait');
  expect(hintsDrained.judge(view(1, silent('pending-hints'))).kind).toBe('wait');
  expect(noRepair.judge(view(1, silent('repair-sessions'))).kind).toBe('wait');
  const findings = [nodeDown, { ...nodeDown, node: first }];
  expect(judged(noHoldingFindings, view(1, { findings }))).toContain('critical on 127.0.0.1');
});

test('without any view nobody is known to be down', () => {
  const nobody = [first, second].reduce(
    (so, address) => withSource(so, address, 'status', missing()),
    withoutThird(),
  );
  const blind = view(1, { snapshot: nobody });
  expect([...downBeside(blind).excused]).toEqual([]);
  for (const [, gate] of gates.slice(0, 3)) expect(gate.judge(blind).kind).toBe('wait');
});

test('the ranges must hold without it, whatever is allowed', () => {
  expect(rangeSafety.judge(view(1)).kind).toBe('pass');
  const consistency: GateView['consistency'] = { default: ['LOCAL_QUORUM'] };
  expect(judged(rangeSafety, view(1, { consistency }))).toMatch(
    /^wait: 127.0.0.3 is not up, and with 127.0.0.2 down keyspace shop .* 1 live of 2 needed/,
  );
});

test('more than may be down hold, with their number', () => {
  const members = [...addresses, '127.0.0.4'];
  const rows = [
    ...statusWith(third, { liveness: 'down' }).rows,
    { ...statusWith(third, {}).rows[0], address: '127.0.0.4', liveness: 'down' } as RingStatusRow,
  ];
  const snapshot = withSource(withoutThird(), first, 'status', seen({ rows }));
  const two = view(1, { snapshot, members });
  expect(judged(peersUp, two)).toBe('wait: 2 nodes are down, 1 may be: 127.0.0.3, 127.0.0.4');
  expect(peersUp.judge({ ...two, allowed: { ...nothingAllowed, down: 2 } }).kind).toBe('pass');
});

test.each<[string, Snapshot]>([
  [
    'answers although the others see it down',
    withSource(withoutThird(), third, 'status', seen(statusWith(first, {}))),
  ],
  ['is seen with an unknown standing', withoutThird({ liveness: 'unknown' })],
  ['is down and leaving', withoutThird({ liveness: 'down', state: 'leaving' })],
])('one that %s is not excused', (_, snapshot) => {
  const open = view(1, { snapshot });
  expect([...downBeside(open).excused]).toEqual([]);
  expect(peersUp.judge(open).kind).not.toBe('pass');
});

test('the return of a node is seen by those that are up', () => {
  expect(judged(seenUpByPeers, view(1))).toBe('pass: up in 1 of 1 views, started after 1000');
});
