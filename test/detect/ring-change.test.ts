import { expect, test } from 'vitest';
import { nodeDown } from '../../src/detect/node-down.ts';
import { ringChange } from '../../src/detect/ring-change.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { RingStatusRow } from '../../src/model/readings.ts';
import { failed, healthyThree, look, ring, type Answers } from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function detect(answers: (node: string) => Answers) {
  return ringChange.detect([look(0, healthyThree(answers))], productionLimits);
}

const netstats = (mode: string, ...streams: readonly string[]): Answers => ({
  netstats: { mode, streams },
});

/** Everybody's ring shows `c` so. */
function ringWith(
  state: RingStatusRow['state'],
  liveness: RingStatusRow['liveness'] = 'up',
): Answers {
  const { rows } = ring({ [a]: 'up', [b]: 'up', [c]: liveness });
  return { status: { rows: rows.map((row) => (row.address === c ? { ...row, state } : row)) } };
}

test('a ring in which every node is normal is silent', () => {
  const { findings, missing, notJudged } = detect(() => netstats('NORMAL'));
  expect([findings, missing, notJudged]).toEqual([[], [], undefined]);
});

test.each(['STARTING', 'DRAINING', 'DRAINED', 'DECOMMISSIONED'])(
  'a mode that says nothing of the tokens, %s, is silent, too',
  (mode) => {
    const { findings, missing } = detect((node) => netstats(node === c ? mode : 'NORMAL'));
    expect([findings, missing]).toEqual([[], []]);
  },
);

test.each([
  ['leaving', 'LEAVING', 'the ring', 'decommission'],
  ['joining', 'JOINING', 'the ring', 'bootstrap'],
  ['moving', 'MOVING', 'to another token', 'move'],
] as const)('a node that is %s is told as information', (state, mode, where, cause) => {
  const { findings } = detect((node) => ({
    ...ringWith(state),
    ...(node === c ? netstats(mode, 'Unbootstrap') : netstats('NORMAL')),
  }));
  expect(findings).toMatchObject([
    {
      ...{ state: mode, severity: 'info', node: c },
      summary: `is ${state} ${where}, as seen by ${a}, ${b}, ${c}`,
      causes: [{ id: cause, confidence: 'likely' }],
      advice: [{ on: c, nodetool: ['netstats'] }, 'wait for its end before anything is rolled'],
    },
  ]);
  expect(findings[0]?.evidence).toEqual([
    { what: `nodes that see it ${state}`, value: `${a}, ${b}, ${c}` },
    { what: 'its own mode', value: mode },
    { what: 'its streams', value: 'Unbootstrap' },
  ]);
});

test('its own mode is enough where no ring shows it', () => {
  const { findings } = detect((node) => netstats(node === c ? 'LEAVING' : 'NORMAL'));
  expect(findings).toMatchObject([
    { state: 'LEAVING', summary: 'is leaving the ring, as its mode LEAVING says' },
  ]);
});

test('one that failed is a warning', () => {
  const { findings } = detect((node) => netstats(node === c ? 'DECOMMISSION_FAILED' : 'NORMAL'));
  expect(findings).toMatchObject([{ state: 'LEAVING', severity: 'warning' }]);
  expect(findings[0]?.summary).toContain('; that failed, its mode is DECOMMISSION_FAILED');
});

test.each([
  ['leaving', 'removenode', [['removenode', 'status'], ['netstats']]],
  ['joining', 'bootstrap-ended', [['netstats']]],
  ['moving', 'move-ended', [['netstats']]],
] as const)('of one that is down and %s a peer is asked', (state, cause, asked) => {
  const { findings } = detect((node) =>
    node === c ? { status: failed('unreachable') } : ringWith(state, 'down'),
  );
  expect(findings).toMatchObject([
    {
      causes: [{ id: cause, confidence: 'likely' }],
      advice: [...asked.map((nodetool) => ({ on: a, nodetool })), expect.any(String)],
    },
  ]);
});

test('a mode that nobody knows is missing, not normal', () => {
  const { findings, missing } = detect((node) => netstats(node === c ? 'SHUFFLING' : 'NORMAL'));
  expect(findings).toEqual([]);
  expect(missing).toEqual([
    {
      ...{ node: c, source: 'netstats', why: 'unreadable' },
      detail: 'Mode: SHUFFLING is none that is known: nobody can say where it stands in the ring',
    },
  ]);
});

test('a status that did not come is missing, one that was not asked is not judged', () => {
  expect(detect(() => ({ status: failed('timed-out') })).missing).toHaveLength(3);
  const { findings, notJudged } = detect(() => ({ status: failed('not-asked', 'left out') }));
  expect([findings, notJudged]).toEqual([[], 'status was not asked of any node: left out']);
});

test('who says that it leaves is believed, whatever others say before and after', () => {
  const { findings } = detect((node) => (node === b ? ringWith('leaving') : ringWith('normal')));
  expect(findings).toMatchObject([
    { state: 'LEAVING', node: c, summary: `is leaving the ring, as seen by ${b}` },
  ]);
});

test('of a node that the inventory lacks its state is said', () => {
  const { rows } = ring({ [a]: 'up', [b]: 'up', [c]: 'up', '10.0.0.4': 'up' });
  const status = {
    rows: rows.map((row) =>
      row.address === '10.0.0.4' ? { ...row, state: 'joining' as const } : row,
    ),
  };
  const { findings } = nodeDown.detect(
    [
      look(
        0,
        healthyThree(() => ({ status })),
      ),
    ],
    productionLimits,
  );
  expect(findings).toMatchObject([{ state: 'NOT-IN-INVENTORY', node: '10.0.0.4' }]);
  expect(findings[0]?.evidence).toContainEqual({
    what: 'its state in the ring',
    value: 'joining',
  });
});
