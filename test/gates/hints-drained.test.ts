import { expect, test } from 'vitest';
import { hintsDrained } from '../../src/gates/hints-drained.ts';
import {
  first,
  healthyView,
  hostIdOf,
  judged,
  missing,
  second,
  seen,
  third,
  viewWith,
} from './healthy-view.ts';

const hintsFor = (address: string, files: number) =>
  seen({ targets: [{ hostId: hostIdOf(address), address, files }] });

test('passes when no peer keeps hints for it', () => {
  expect(judged(hintsDrained, healthyView)).toBe('pass: no hints on 2 peers');
});

test('waits while a peer keeps hints for it, with the number of files', () => {
  expect(judged(hintsDrained, viewWith(third, 'pending-hints', hintsFor(second, 4)))).toBe(
    'wait: hints are still kept by 127.0.0.3 (4 files)',
  );
});

test('hints for another node, and a count of none, do not hold', () => {
  expect(judged(hintsDrained, viewWith(third, 'pending-hints', hintsFor(first, 4)))).toMatch(
    /^pass/,
  );
  expect(judged(hintsDrained, viewWith(third, 'pending-hints', hintsFor(second, 0)))).toMatch(
    /^pass/,
  );
});

test('passes where the version has no such command, and says that it was not seen', () => {
  expect(judged(hintsDrained, viewWith(third, 'pending-hints', missing('unsupported')))).toBe(
    'pass: not seen on 127.0.0.3: needs Cassandra 4.1',
  );
});

test('waits when a peer does not answer or was not asked, or there is none', () => {
  expect(judged(hintsDrained, viewWith(third, 'pending-hints', missing()))).toBe(
    'wait: hints of 127.0.0.3 are not seen, timed-out: after 20 s',
  );
  expect(judged(hintsDrained, viewWith(third, 'pending-hints', undefined))).toMatch(
    /was not asked/,
  );
  expect(hintsDrained.judge({ ...healthyView, members: [second] }).kind).toBe('wait');
});
