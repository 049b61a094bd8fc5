import { expect, test } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import { journalLine, readJournal } from '../../src/execute/journal.ts';
import { rollLines } from '../../src/report/roll-lines.ts';
import { without } from '../gates/healthy-view.ts';

const accepted = [{ rule: 'java', because: 'the image brings its own \u001b[1m' }];
const lost = {
  ...{ keyspace: 'scratch', because: 'a cache' },
  levels: [{ level: 'LOCAL_QUORUM' as const, dc: 'dc1', live: 0, needed: 1 }],
};
const shown = 'accepted java: the image brings its own \\u001b[1m';
const started: UpgradeEvent = {
  ...{ at: 0, type: 'run-started', runId: 'r', cluster: 'c', planDigest: 'd', nodes: 3 },
  accepted: [...accepted, lost],
};

test('the journal holds which rules and keyspaces were accepted, and why', () => {
  const head = '{"format":1,"kind":"ringward-journal"}\n';
  const [event] = readJournal(`${head}${journalLine(started) ?? ''}`, 'j', 'anew');
  expect(event).toEqual(started);
  expect(journalLine(without(started, 'accepted') as UpgradeEvent)).not.toContain('accepted');
});

test('a run says so when it begins, and when it goes on', () => {
  for (const type of ['run-started', 'run-resumed'] as const) {
    const { lines } = rollLines(3)({ ...started, type });
    expect(lines.map((line) => line.replace(/^\S+ +/, ''))[1]).toBe(shown);
    expect(lines[2]).toContain(
      'accepted keyspace scratch loses LOCAL_QUORUM in dc1, 0 live of 1 needed: a cache',
    );
  }
});
