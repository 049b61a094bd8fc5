import { expect, test } from 'vitest';
import { unansweredIn } from '../../src/model/unanswered.ts';
import { failed, info, look, type Answers } from '../detect/series-builder.ts';

const node = '10.0.0.2';
const series = (...answers: readonly Answers[]) =>
  answers.map((each, at) => look(at * 10, { [node]: each }));

test('an answer that came again is told with how often it did not, and why it was at last', () => {
  const seen = series(
    { info: failed('unreachable', 'refused') },
    { info: failed('timed-out', 'no answer within 10 s') },
    {},
    { info: info() },
  );
  expect(unansweredIn(seen)).toEqual([
    {
      ...{ node, source: 'info', looks: 2, of: 3, why: 'timed-out' },
      ...{ at: seen[1]?.at, detail: 'no answer within 10 s' },
    },
  ]);
});

test('what does not come now is missing, what a version does not offer is no failure', () => {
  expect(unansweredIn(series({ info: info() }, { info: failed('timed-out') }))).toEqual([]);
  expect(unansweredIn(series({ info: failed('unsupported') }, { info: info() }))).toEqual([]);
  expect(unansweredIn(series({ info: info() }, { info: info() }))).toEqual([]);
  expect(unansweredIn([])).toEqual([]);
});
