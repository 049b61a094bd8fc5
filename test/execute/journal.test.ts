import { expect, test } from 'vitest';
import { applyEvent, noProgress, progressOf, type UpgradeEvent } from '../../src/model/event.ts';
import { journalLine, openJournal, readJournal } from '../../src/execute/journal.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const anew = 'begin anew';

test('the first line names the format and the file is for its owner alone', async () => {
  const files = memoryFiles();
  await openJournal(files, '/j');
  expect(files.textOf('/j')).toBe('{"format":1,"kind":"ringward-journal"}\n');
  expect(files.modeOf('/j')).toBe(0o600);
});

test('a journal opened again gets no second first line', async () => {
  const files = memoryFiles();
  await openJournal(files, '/j');
  await openJournal(files, '/j');
  expect(readJournal(files.textOf('/j') ?? '', '/j', anew)).toEqual([]);
});

test('only the fields on the list are written: nothing slips in, and output of commands stays out', () => {
  const event = {
    at: 5,
    type: 'step-ended',
    node: 'n',
    step: 1,
    kind: 'stop',
    outcome: { kind: 'failed', reason: 'r', nodeState: 's', next: 'n', tail: 'hunter2' },
    password: 'hunter2',
  } as UpgradeEvent;
  const line = journalLine(event);
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line ?? '')).toMatchObject({
    type: 'step-ended',
    outcome: { kind: 'failed', reason: 'r' },
  });
});

test('which fatal lines were known before a start, and which one was told, is kept', () => {
  const at = (event: object) => ({ at: 5, node: 'n', ...event }) as UpgradeEvent;
  const started = { kind: 'done', fatalBefore: '' };
  const failed = { kind: 'failed', reason: 'r', nodeState: 's', next: 'n', fatalBefore: '07:10' };
  const events = [
    at({ type: 'node-started', generation: 1 }),
    at({ type: 'step-ended', step: 6, kind: 'start', outcome: started }),
    at({ type: 'step-ended', step: 7, kind: 'await-return', outcome: failed }),
  ];
  const knownAfter = (count: number) => {
    const lines = events.slice(0, count).map((event) => journalLine(event) ?? '');
    const kept = readJournal([head, ...lines].join(''), '/j', 'anew');
    return progressOf(kept.reduce(applyEvent, noProgress), 'n')?.fatalBefore;
  };
  expect([1, 2, 3].map(knownAfter)).toEqual([undefined, '', '07:10']);
  // A start whose log was not seen knows nothing, whatever an earlier one knew.
  const again = at({ type: 'step-ended', step: 6, kind: 'start', outcome: { kind: 'done' } });
  expect(
    progressOf([...events, again].reduce(applyEvent, noProgress), 'n')?.fatalBefore,
  ).toBeUndefined();
});

test('waiting is talk, not history', () => {
  expect(journalLine({ at: 1, type: 'waiting', node: 'n', reason: 'r' })).toBeUndefined();
});

test('what a crash left of a last line is cut off before the next record is written', async () => {
  const files = memoryFiles({ '/j': `${head}{"at":1,"type":"node-done","node":"n"}\n{"at":2,"ty` });
  const journal = await openJournal(files, '/j');
  await journal.append('{"at":3,"type":"node-done","node":"m"}\n');
  expect(readJournal(files.textOf('/j') ?? '', '/j', anew).map((event) => event.at)).toEqual([
    1, 3,
  ]);
});

const head = '{"format":1,"kind":"ringward-journal"}\n';

test('a last line cut short by a crash is dropped', () => {
  const text = `${head}{"at":1,"type":"node-done","node":"n"}\n{"at":2,"type":"run-en`;
  expect(readJournal(text, '/j', anew)).toEqual([{ at: 1, type: 'node-done', node: 'n' }]);
});

test.each([
  ['another format', '{"format":2}\n', '/j: journal format 2 is not known'],
  ['an empty file', '', '/j: the journal is empty'],
  [
    'a broken line in the middle',
    `${head}nonsense\n{"at":1,"type":"node-done","node":"n"}\n`,
    '/j:2: this line of the journal is no record',
  ],
  [
    'a line that is JSON and no record',
    `${head}null\n`,
    '/j:2: this line of the journal is no record',
  ],
  ['half of a first line', '{"format":1,"ki', '/j: the journal is empty'],
])('%s is refused', (_, text, message) => {
  expect(() => readJournal(text, '/j', anew)).toThrow(message);
});
