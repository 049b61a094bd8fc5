import { expect, test } from 'vitest';
import { schemaUnchanged } from '../../src/gates/schema-unchanged.ts';
import type { GateView } from '../../src/model/gate.ts';
import { learntWith, nothingLearnt } from '../../src/model/learnt.ts';
import {
  first,
  healthyView,
  judged,
  localOf,
  missing,
  second,
  seen,
  third,
  viewWith,
  without,
} from './healthy-view.ts';

const before = (versions: Record<string, string>, isBegun = false) => ({
  schemaBefore: { versions, isBegun },
});
const says = (address: string, change: object) =>
  viewWith(address, 'cql-local', seen({ ...localOf(address), ...change }));

test('the first look at the schema passes, and is what the next is compared with', () => {
  expect(judged(schemaUnchanged, healthyView)).toBe('pass: the first look at it');
  expect(schemaUnchanged.judge(healthyView)).toMatchObject({
    schema: { versions: { '4.1': 'schema-a' }, isBegun: false },
  });
});

test('the same version as before the last node passes; a line that is new is no change', () => {
  const view = says(second, { schemaVersion: 'schema-b', releaseVersion: '5.0.8' });
  const known = { ...view, ...before({ '4.1': 'schema-a' }) };
  expect(judged(schemaUnchanged, known)).toBe('pass: as it was before the last node');
  expect(schemaUnchanged.judge(known)).toMatchObject({
    schema: { versions: { '4.1': 'schema-a', '5.0': 'schema-b' } },
  });
});

const changed = 'the schema of 4.1 was changed, from version schema-0 to schema-a';
const other = before({ '4.1': 'schema-0' });

test.each<[string, Partial<GateView>]>([
  ['in a restart', { subject: restarted(), done: [first] }],
  ['in an upgrade, before its first node', { done: [] }],
  [
    'in an upgrade within a line, after its second node',
    { done: [first, third], ...before({ '4.1': 'schema-0' }, true) },
  ],
])('refuses another version %s, with both', (_, more) => {
  expect(judged(schemaUnchanged, { ...healthyView, ...other, ...more })).toBe(
    `refuse: ${changed} since the roll came to the node before: keep schema changes still, or resume to go on with it as it is`,
  );
});

function restarted(): GateView['subject'] {
  return without(healthyView.subject, 'targetVersion');
}

test.each<[string, GateView['subject']]>([
  ['release', { ...restarted(), targetVersion: '5.0.8' }],
  ['mode', { ...restarted(), storageMode: 'NONE' }],
])('the first node on another %s may have changed it: noted', (_, subject) => {
  const view = { ...healthyView, ...other, subject, done: [first] };
  expect(judged(schemaUnchanged, view)).toBe(
    `pass: ${changed}, as a node that the roll changes may do`,
  );
  expect(schemaUnchanged.judge(view)).toMatchObject({ schema: { isBegun: true } });
});

test('between two lines, or in a roll of modes, any node may have changed it: noted', () => {
  const begun = before({ '4.1': 'schema-0', '5.0': 'schema-b' }, true);
  const subject = { ...restarted(), targetVersion: '5.0.8' };
  const between = { ...healthyView, ...begun, subject, done: [first, third] };
  const note = `pass: ${changed}, as a node that the roll changes may do`;
  expect(judged(schemaUnchanged, between)).toBe(note);
  const ofMode = { ...restarted(), storageMode: 'NONE' } as const;
  const one = before({ '4.1': 'schema-0' }, true);
  expect(judged(schemaUnchanged, { ...between, ...one, subject: ofMode })).toBe(note);
});

test.each([first, second, third])('waits while %s does not answer', (address) => {
  const view = { ...viewWith(address, 'cql-local', missing()), ...before({ '4.1': 'schema-a' }) };
  expect(judged(schemaUnchanged, view)).toBe(
    `wait: system.local of ${address} is missing, timed-out: after 20 s`,
  );
});

test('waits while nodes of a line do not agree', () => {
  expect(judged(schemaUnchanged, says(third, { schemaVersion: 'schema-b' }))).toMatch(
    /^wait: 4.1 has two schema versions/,
  );
});

test('a run keeps what a pass tells, and forgets it when the change is told', () => {
  const schema = { versions: { '4.1': 'a' }, isBegun: false };
  const about = { node: first, gate: 'schema-unchanged' };
  const known = learntWith(nothingLearnt, { ...about, verdict: { kind: 'pass', schema } });
  expect(known.schema).toBe(schema);
  const reason = 'x';
  expect(learntWith(known, { ...about, verdict: { kind: 'wait', reason } }).schema).toBe(schema);
  const refusal = { kind: 'refuse', reason } as const;
  expect(learntWith(known, { ...about, gate: 'peers-up', verdict: refusal }).schema).toBe(schema);
  expect(learntWith(known, { ...about, verdict: refusal }).schema).toBeUndefined();
});
