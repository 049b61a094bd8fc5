import { expect, test } from 'vitest';
import { writeRead } from '../../src/gates/write-read.ts';
import type { OwnRowTry } from '../../src/model/own-row.ts';
import { missing, second, seen, viewWith } from './healthy-view.ts';

const done = { operation: 'write', level: 'QUORUM', ms: 4, result: { kind: 'done' } } as const;
const judgeWith = (...tries: readonly OwnRowTry[]) =>
  writeRead.judge(viewWith(second, 'own-row', seen({ tries })));

test('passes when every row was written and read', () => {
  expect(judgeWith(done, { ...done, operation: 'read', ms: 2 })).toEqual({
    kind: 'pass',
    note: 'write at QUORUM in 4 ms, read at QUORUM in 2 ms',
  });
});

test('waits when a request fails, by its class', () => {
  const result = { kind: 'failed', errorClass: 'unavailable', message: '1 of 2 alive' } as const;
  expect(judgeWith(done, { ...done, result })).toEqual({
    kind: 'wait',
    reason: `write at QUORUM through ${second} failed, unavailable: 1 of 2 alive (1 of 2 requests failed)`,
  });
});

test.each([
  ['no row', undefined],
  ['another row', '17 b'],
])('waits when %s is read', (what, value) => {
  const got = { ...done, operation: 'read', result: { kind: 'other-value', value } } as const;
  expect(judgeWith(got)).toEqual({
    kind: 'wait',
    reason: `read at QUORUM through ${second} gave ${what}, and not what was just written`,
  });
});

test('never passes without an answer', () => {
  expect(writeRead.judge(viewWith(second, 'own-row', missing('failed', 'no table')))).toEqual({
    kind: 'wait',
    reason: `nothing was written through ${second}, failed: no table`,
  });
  expect(writeRead.judge(viewWith(second, 'own-row', undefined))).toMatchObject({
    kind: 'wait',
    reason: `nothing was written through ${second}, was not asked`,
  });
  expect(judgeWith()).toMatchObject({ kind: 'wait' });
});
