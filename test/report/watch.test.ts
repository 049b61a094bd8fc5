import { expect, test } from 'vitest';
import { detectors } from '../../src/detect/index.ts';
import { newWatch } from '../../src/detect/watch.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { watchTale } from '../../src/model/watch-tale.ts';
import type { Watched, WatchHead } from '../../src/model/watched.ts';
import { cellWidth } from '../../src/report/cell-width.ts';
import { renderFindingPage } from '../../src/report/finding-page.ts';
import { toReported } from '../../src/report/health-report.ts';
import { signalStyles } from '../../src/report/signal-text.ts';
import { sparkline } from '../../src/report/sparkline.ts';
import { renderUnknownPage } from '../../src/report/unknown-page.ts';
import { renderBoard, type BoardStyle } from '../../src/report/watch-board.ts';
import { eventJson, statusJson, summaryJson, watchHeadJson } from '../../src/report/watch-json.ts';
import { eventLine, headWords, statusWords, summaryLines } from '../../src/report/watch-words.ts';
import { healthySeries, hostileSeries, troubledSeries } from './health-example.ts';

const head: WatchHead = {
  toolVersion: '0.1.0',
  cluster: 'ringward-lab',
  tickMs: 10_000,
  nodes: 3,
  failOn: 'warning',
};
const wide: BoardStyle = { columns: 150, rows: 40, colorLevel: 0, charset: 'unicode' };

/** What is known after each look of a watch: the troubled one first, then what comes. */
function watchedAll(...parts: readonly Series[]): readonly Watched[] {
  const take = newWatch(detectors, productionLimits);
  let at = 0;
  return parts.flat().map((look) => {
    at = Math.max(at + 10_000, look.at);
    return take({ look: { ...look, at }, isWhole: true, isMinute: true });
  });
}

function newest(...parts: readonly Series[]): Watched {
  const last = watchedAll(...parts).at(-1);
  if (!last) throw new Error('there is a look');
  return last;
}

const troubled = newest(troubledSeries());

test('the board of a cluster in trouble', async () => {
  const text = `${renderBoard(head, troubled, wide).join('\n')}\n`;
  await expect(text).toMatchFileSnapshot('../golden/watch-board.txt');
});

test('lines of a watch: what opens, how it stands, what it came to', async () => {
  const tale = watchTale('warning');
  const all = watchedAll(troubledSeries());
  for (const one of all) tale.add(one);
  const summary = tale.summary();
  if (!summary) throw new Error('there is a look');
  const lines = [
    headWords(head),
    ...all.flatMap(({ events }) => events.map(eventLine)),
    statusWords(troubled),
    ...summaryLines(summary, 'warning', 1),
  ];
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/watch-lines.txt');
  const reported = (of: Watched['events'][number]['of']) =>
    toReported(of.finding, () => undefined, undefined);
  const ndjson = [
    watchHeadJson(head),
    ...all.flatMap(({ events }) => events.map((event) => eventJson(event, reported(event.of)))),
    statusJson(troubled),
    summaryJson(summary, 1),
  ];
  await expect(ndjson.join('')).toMatchFileSnapshot('../golden/watch.ndjson');
});

test.each(['not-seen', 'seen-again'] as const)('%s is told with its time', (kind) => {
  const [of] = troubled.lives.open;
  if (!of) throw new Error('something is open');
  const at = Date.UTC(2026, 0, 1, 12, 30);
  expect(eventLine({ kind, at, of: { ...of, notSeenSince: at - 60_000 } })).toMatch(
    kind === 'not-seen'
      ? /^12:30:00 {2}not-seen {2}.+: cannot be judged since 12:29:00; it stays open$/
      : /^12:30:00 {2}\w+ seen-again {2}.+: \w/,
  );
});

test('what changed and what was closed are told with what was before', () => {
  const [of] = troubled.lives.open;
  if (!of) throw new Error('something is open');
  const at = of.openedAt + 300_000;
  expect(eventLine({ kind: 'changed', at, of, from: 'info' })).toContain(', was info: ');
  const closed = { ...of, times: 2, closedAt: at };
  expect(eventLine({ kind: 'closed', at, of: closed })).toMatch(/ closed {2}.+ after 5 min 0 s$/);
  expect(eventLine({ kind: 'opened', at, of: closed })).toContain(', 2 times by now: ');
  const board = renderBoard(head, { ...troubled, lives: { open: [], closed: [closed] } }, wide);
  expect(board.join('\n')).toMatch(
    /\n\nclosed \d\d:\d\d:\d\d {2}.+, after 5 min 0 s\n\nnot judged: /,
  );
});

test.each([1, 20, 40, 60, 80, 120, 300])('the board stays within %d columns', (columns) => {
  for (const watched of [troubled, newest(healthySeries()), newest(hostileSeries())]) {
    for (const line of renderBoard(head, watched, { ...wide, columns })) {
      expect(cellWidth(line)).toBeLessThanOrEqual(columns);
    }
  }
});

test.each([5, 10, 24])('the board stays within %d rows', (rows) => {
  expect(renderBoard(head, troubled, { ...wide, rows }).length).toBeLessThanOrEqual(rows);
});

test('of a hundred nodes those that are not well are shown, and how many more there are', () => {
  const [up, , down] = troubled.nodes;
  if (!up || !down) throw new Error('three nodes');
  const many = Array.from({ length: 99 }, (_, i) => ({ ...up, address: `10.1.0.${i}` }));
  const watched = { ...troubled, nodes: [...many, down], lives: { open: [], closed: [] } };
  const lines = renderBoard(head, watched, { ...wide, rows: 20 });
  expect(lines[1]).toBe(
    '99 of 100 nodes up, 1 down; open: nothing; 34 answers missing; 1 detector cannot judge',
  );
  expect(lines[4]).toMatch(/^10\.0\.0\.3 +DOWN/);
  expect(lines).toContain('and 90 more nodes');
});

test('names from the cluster cannot write on the terminal', () => {
  const watched = newest(hostileSeries());
  const text = [
    ...renderBoard(head, watched, wide),
    ...watched.events.map(eventLine),
    statusWords(watched),
  ];
  for (const line of text) {
    // eslint-disable-next-line no-control-regex
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/u);
  }
});

test('what is not known has lines of its own on the board, and a page with every reason whole', () => {
  const silent = newest(healthySeries());
  const notJudged = Array.from({ length: 9 }, (_, i) => ({
    detector: `detector-${i}`,
    reason: `JMX: 10.0.0.${i}:7199: ${'refused '.repeat(9)}\n`,
  }));
  const style = { ...wide, columns: 60, rows: 20 };
  const board = renderBoard(head, { ...silent, notJudged }, style);
  expect(board.slice(-5, -1).map((line) => line.slice(0, 40))).toEqual([
    '',
    'not judged: detector-0: JMX: 10.0.0.0:71',
    'not judged: detector-1: JMX: 10.0.0.1:71',
    'and 7 more not judged or not seen',
  ]);
  expect(board.at(-1)).toBe('u: all that is not known, q: end');
  const page = (rows: number, part = 0) =>
    renderUnknownPage({ missing: [], notJudged }, part, { ...style, rows });
  expect(
    page(60)
      .join(' ')
      .match(/refused/g),
  ).toHaveLength(81);
  expect(page(60).at(-1)).toBe('any key: back  q: end');
  expect(page(5)).toHaveLength(5);
  expect(page(5).at(-1)).toBe('1 of 5  space: on  any key: back  q: end');
  expect(Math.max(...page(60).map(cellWidth))).toBeLessThanOrEqual(60);
});

test('where everything is known the board says nothing of it, and offers no page', () => {
  const board = renderBoard(head, { ...newest(healthySeries()), notJudged: [] }, wide);
  expect(board.join('\n')).not.toContain('not judged');
  expect(board.at(-1)).toBe('q: end');
});

test('of a large cluster that is silent the first nodes are named in the summary', () => {
  const missing = Array.from({ length: 99 }, (_, i) => ({
    node: `10.1.0.${i}`,
    ...{ source: 'info', why: 'timed-out', detail: 'no answer in 10 s' },
  })) as Watched['missing'];
  const summary = { from: 0, until: 60_000, looks: 6, opened: 0, closed: 0, failingMore: 0 };
  const lines = summaryLines({ ...summary, failing: [], missing, notJudged: [] }, 'warning', 5);
  expect(lines).toHaveLength(1 + 1 + 41 + 1);
  expect(lines[2]).toBe('  not seen: 10.1.0.0: info: timed-out, no answer in 10 s');
  expect(lines.at(-2)).toBe('  and 59 more not judged or not seen');
  expect(lines.at(-1)).toBe('Verdict: cannot tell (exit 5)');
});

test('a terminal without UTF-8 gets ASCII alone', () => {
  const lines = renderBoard(head, troubled, { ...wide, columns: 100, charset: 'ascii' });
  expect(lines.join('')).toMatch(/^[\u0020-\u007e]+$/);
});

test('the page of a finding has its numbers, what the docs say, and where more is', () => {
  const stuck = troubled.lives.open.find(({ finding }) => finding.state === 'STUCK')?.finding;
  if (!stuck) throw new Error('STUCK is open');
  const page = (rows: number, part = 0) =>
    renderFindingPage(
      toReported(stuck, () => undefined, undefined),
      '# stalled-compaction STUCK\n\nIt stands still.\n',
      part,
      { ...wide, rows },
    );
  expect(page(60)).toContain('It stands still.');
  expect(page(60).at(-1)).toBe('any key: back  q: end');
  expect(page(10)).toHaveLength(10);
  const feet = [0, 1, 2, 3].map((part) => page(10, part).at(-1)?.slice(0, 6));
  expect(feet).toEqual(['1 of 3', '2 of 3', '3 of 3', '1 of 3']);
  // Screen by screen all of it is seen once.
  const read = [0, 1, 2].flatMap((part) => page(10, part).slice(0, -1));
  expect(read).toEqual(page(60).slice(0, -1));
});

test('a sparkline has a column a value, and a gap for what is not known', () => {
  expect(sparkline([0, 50, undefined, 100, 200], 100, 'unicode')).toBe('▁▅ ██');
  expect(sparkline([0, 0], 0, 'unicode')).toBe('▁▁');
  expect(sparkline([0, 100], 100, 'ascii')).toBe('_#');
});

test.each([
  ['compacted', 0, '0/s'],
  ['compacted', 1.5 * 1024 * 1024, '1.5M/s'],
  ['compacted', 300 * 1024, '300K/s'],
  ['diskAwait', 0.44, '0.4 ms'],
  ['diskAwait', 44.4, '44 ms'],
  ['heap', 41.2, '41 %'],
] as const)('%s: %d is %s', (id, value, text) => {
  expect(signalStyles[id].text(value)).toBe(text);
});
