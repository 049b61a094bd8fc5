import type { Gate, GateSubject } from '../model/gate.ts';
import type { OwnRow, OwnRowTry } from '../model/own-row.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { pass, wait, whyMissing } from './verdict.ts';

/** Everything that a client needs of a node at once: its door, its coordinator, and enough replicas behind it. */
export const writeRead: Gate = {
  id: 'write-read',
  title: 'a row is written and read through the node at the declared levels',
  needs: [],
  needsOfSubject: ['own-row'],
  judge({ snapshot, subject }) {
    const seen = nodeOf(snapshot, subject.address)?.sources['own-row'];
    const row = valueOf(seen);
    if (!row) return wait(`nothing was written through ${subject.address}, ${whyMissing(seen)}`);
    if (row.tries.length === 0) return wait('no consistency level is declared to write at');
    const failed = row.tries.filter(({ result }) => result.kind !== 'done');
    const [first] = failed;
    if (!first) return pass(row.tries.map(doneText).join(', '));
    return wait(`${failedText(first, subject)}${moreText(failed.length, row)}`);
  },
};

function doneText({ operation, level, ms }: OwnRowTry): string {
  return `${operation} at ${level} in ${ms} ms`;
}

function failedText({ operation, level, result }: OwnRowTry, { address }: GateSubject): string {
  const what = `${operation} at ${level} through ${address}`;
  if (result.kind === 'failed') return `${what} failed, ${result.errorClass}: ${result.message}`;
  const got =
    result.kind === 'other-value' && result.value !== undefined ? 'another row' : 'no row';
  return `${what} gave ${got}, and not what was just written`;
}

function moreText(failed: number, { tries }: OwnRow): string {
  return tries.length > 1 ? ` (${failed} of ${tries.length} requests failed)` : '';
}
