import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  sayBadPassword,
  sayConnectionRefused,
  sayNotInitialized,
} from '../../../src/simulate/say/failure.ts';
import { againOf } from './again.ts';

/** Answers of other people's clusters; not part of the project. */
const folder =
  process.env['RINGWARD_CAPTURES'] ??
  new URL('../../../../shared/captures', import.meta.url).pathname;
const isThere = existsSync(folder);
const files = isThere ? readdirSync(folder).filter((file) => file.endsWith('.txt')) : [];
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

/** Release by the beginning of the file; `end` is what its author left out. */
const said: readonly (readonly [start: string, release: string, end?: string])[] = [
  ['compactionstats--2.1-', '2.1.13'],
  ['compactionstats--2.2.6-comma-locale--', '2.2.6'],
  ['compactionstats--4.0--', '4.0.14'],
  ['compactionstats--4.1--', '4.1.7'],
  ['compactionstats--5.0--', '5.0.9'],
  ['compactionstats--5.0.9-idle', '5.0.9'],
  [
    'compactionstats--3.11-huge-totals',
    '3.11.0',
    'Active compaction remaining time :        n/a\n',
  ],
  ['describecluster--4.0.3-pp', '4.0.3'],
  ['info--5.0.7', '5.0.7'],
  ['netstats--4.0-joining', '4.0.14'],
  ['netstats--4.1-joining', '4.1.7'],
  ['netstats--4.1-sending', '4.1.7'],
  ['netstats--5.0-joining', '5.0.9'],
  ['netstats--5.0-sending', '5.0.9'],
  ['proxyhistograms--5.0.9', '5.0.9'],
  ['status--2.1-UJ', '2.1.22', '\n'],
  ['status--2.2.6-multidc', '2.2.6'],
  ['status--3.11-token-per-node-note', '3.11.17'],
  ['status--3.x-UL', '3.11.17', '\n'],
  ['status--4.x-long-rack', '4.1.7', '\n'],
  ['status--4.x-token-per-node', '4.1.7', '\n'],
  ['status--4.x-vnodes--', '4.1.7', '\n'],
  ['status--4.x-vnodes-load-unknown', '4.1.7', '\n'],
  ['status--5.0.9', '5.0.9'],
  ['status--dse5.1', '3.11.17'],
];

/** Blanks at the ends of its lines were lost on the way. */
const lostItsEnds = /^compactionstats--3\.11-huge/;

const local = { host: '127.0.0.1', port: 7199 };
const failures = [
  ['error-auth-bad-password', sayBadPassword(local, '4.1.7')],
  ['error-connect-refused--3.11-4.0-java8', sayConnectionRefused(local, true)],
  ['error-connect-refused--unknown', sayConnectionRefused(local)],
  ['error-not-initialized--5.0', sayNotInitialized('5.0.8')],
] as const;

const otherwise: readonly (readonly [start: string, why: string])[] = [
  ['compactionstats--2.2-palantir', 'sizes of -H, which is not asked for'],
  ['compactionstats--2.2.6-comma-locale-2', 'its throttle is not known'],
  ['compactionstats--scylla', 'ScyllaDB'],
  ['status--scylla', 'ScyllaDB'],
  ['status--1.2', 'older than what is said, and edited'],
  ['status--4.x-multi-dc', 'put together by hand from two layouts'],
  ['status--4.x-vnodes-freshly-joined', 'edited: a node has a share or `?`, never nothing'],
  ['tpstats--4.0-4.1-first-table', 'its blanks at the ends of lines are gone'],
  ['tpstats--5.0.9-grepped', 'filtered'],
  ['error-auth-login-timeout', 'a failure that nothing simulates'],
  ['error-cleanup', 'a failure that nothing simulates'],
  ['error-malformed', 'a failure that nothing simulates'],
  ['ring--', 'no source of Ringward asks for it'],
  ['table', 'no source of Ringward asks for it'],
];

/**
 * A text without what its place added: talk of the JVM before it, decimal commas, ports of -pp, and
 * more than one blank line on end. All else must be the same to the byte.
 */
function shape(text: string): string {
  return text
    .replace(/^objc\[.*\n/, '')
    .replace(/(\d),(\d\d%)/g, '$1.$2')
    .replace(/(\d):\d{4}(?=[\],])/g, '$1')
    .replace(/\n{3,}/g, '\n\n');
}

describe.skipIf(!isThere)(`captures in ${folder} (skipped: captures not present)`, () => {
  const one = (start: string) => {
    const [file, ...others] = files.filter((each) => each.startsWith(start));
    if (file === undefined || others.length > 0) throw new Error(`not one capture ${start}`);
    return file;
  };

  test('every capture is said again, or there is a reason why not', () => {
    const starts = [...said, ...failures, ...otherwise].map(([start]) => start);
    expect(files.filter((file) => !starts.some((start) => file.startsWith(start)))).toEqual([]);
    expect(starts.filter((start) => !files.some((file) => file.startsWith(start)))).toEqual([]);
  });

  const cases = said.map(([start, release, end = '']) => [start, release, end] as const);
  test.each(cases)('%s is said again as %s says it', (start, release, end) => {
    const file = one(start);
    const text = shape(read(file)) + end;
    const again = shape(againOf(file)(text, release).stdout);
    expect(lostItsEnds.test(file) ? again.replace(/ +$/gm, '') : again).toBe(text);
  });

  test.each(failures)('%s is said to the letter', (start, { stderr }) => {
    expect(stderr).toBe(read(one(start)));
  });
});
