import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectors } from '../../src/detect/index.ts';
import { statesOf } from '../../src/model/explained.ts';
import { run } from './run-program.ts';

const folder = new URL('../../docs/findings/', import.meta.url);
const pages = readdirSync(folder).map((name) => ({
  id: name.replace('.md', ''),
  markdown: readFileSync(new URL(name, folder), 'utf8'),
}));
const texts = Object.fromEntries(
  pages.map(({ id, markdown }) => [`/pkg/docs/findings/${id}.md`, markdown]),
);
const explain = (words: string) => run(`explain ${words}`, texts);

test('without a name it lists every detector with its states', async () => {
  const { exitCode, out } = await explain('');
  expect(exitCode).toBe(0);
  for (const { id } of detectors) expect(out).toContain(`- ${id}: `);
  expect(out).toContain('STUCK, LARGE');
  expect(out).toMatch(/- outside-view: clients from outside[^-]+\(CONNECT, TLS, /);
});

test('a detector is its page, a state the part about it, in whatever case', async () => {
  const page = await explain('io-spike');
  expect(page).toMatchObject({ exitCode: 0, err: '' });
  expect(page.out).toMatch(/^io-spike\n\nA disk/);
  expect(page.out).toContain('\n\nRECORD\n\n');
  const part = await explain('stuck');
  expect(part.out).toMatch(/^stalled-compaction STUCK\n\n/);
  expect(part.out).not.toContain('IDLE-BACKLOG\n');
  expect((await explain('stalled-compaction STUCK')).out).toBe(part.out);
});

test('two states are one name too many, and so is a detector behind a state', async () => {
  for (const words of ['STUCK SLOW', 'stuck stalled-compaction']) {
    const { exitCode, err, out } = await explain(words);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain('one name too many');
    expect(err).toContain('one at a time: ringward explain stalled-compaction STUCK');
  }
});

test('as JSON a state is the part about it, too', async () => {
  const part = (await explain('STUCK --format markdown')).out;
  for (const words of ['STUCK', 'stalled-compaction stuck']) {
    const { out } = await explain(`${words} --format json`);
    const { findings } = JSON.parse(out) as { findings: { id: string; markdown: string }[] };
    expect(findings).toMatchObject([{ id: 'stalled-compaction', markdown: part }]);
  }
});

test('of a state that two findings have it says which they are', async () => {
  const { out } = await explain('paused --format markdown');
  const heads = ['held-back-clients', 'hinted-handoff'].map((id) => `# ${id} PAUSED`);
  for (const head of heads) expect(out).toContain(head);
  expect(out).toMatch(/^PAUSED is a state of 2 findings; one alone: /);
  expect(out).toContain('`ringward explain hinted-handoff PAUSED`');
  const one = await explain('hinted-handoff paused --format markdown');
  expect(one.out).not.toContain('held-back-clients');
});

test('lines fit the terminal and lists hang', async () => {
  const { out } = await explain('stalled-compaction');
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(out).toMatch(/\n {2}- Threads are .*\n {4}\S/);
});

test('for programs: every page with its states, or those that are meant', async () => {
  const all = JSON.parse((await explain('--format json')).out) as { findings: unknown[] };
  expect(all).toMatchObject({ format: 1 });
  expect(all.findings).toHaveLength(detectors.length + 1);
  const one = JSON.parse((await explain('SPIKE --format json')).out) as unknown;
  expect(one).toMatchObject({
    findings: [{ id: 'io-spike', states: ['SPIKE', 'LEVEL', 'RECORD'] }],
  });
  expect((await explain('unseen --format markdown')).out).toBe(
    pages.find(({ id }) => id === 'unseen')?.markdown,
  );
});

test.each([
  ['nope', 'there is no finding nope', 'what can be found: ringward explain'],
  ['io-spike nope', 'io-spike has no state nope', 'its states: SPIKE, LEVEL, RECORD'],
  ['unseen nope', 'unseen has no state nope', 'see: ringward explain unseen'],
  ['FAILNG', 'there is no finding FAILNG', 'did you mean FAILING?'],
  [
    'stalled-compactions',
    'there is no finding stalled-compactions',
    'did you mean stalled-compaction?',
  ],
  ['stalled-compaction stuk', 'stalled-compaction has no state stuk', 'did you mean STUCK?'],
  ['io-spike stuk', 'io-spike has no state stuk', 'its states: SPIKE, LEVEL, RECORD'],
  ['nope --format json', 'there is no finding nope', 'what can be found: ringward explain'],
])('`explain %s` is an error with a way on', async (words, error, hint) => {
  expect(await explain(words)).toEqual({
    exitCode: 2,
    out: '',
    err: `error: ${error}\nhint: ${hint}\n`,
  });
});

/** What the sources of a detector call its states. */
function statesInCode(id: string): readonly string[] {
  const parts = {
    'stalled-compaction': 'compaction',
    'compaction-trend': 'trend',
    'io-spike': 'io',
    'outside-view': 'outside',
  }[id];
  const files = [
    `${id}.ts`,
    ...(parts ? readdirSync(`src/detect/${parts}`).map((name) => `${parts}/${name}`) : []),
  ];
  const code = files.map((name) => readFileSync(`src/detect/${name}`, 'utf8')).join('\n');
  return [...code.matchAll(/state: '([A-Z-]+)'/g)].map(([, state = '']) => state);
}

test.each(pages.map((page) => [page.id, page] as const))(
  '%s: the page explains every state that the detector has, and no other',
  (id, page) => {
    expect([...new Set(statesInCode(id))].sort()).toEqual([...statesOf(page)].sort());
  },
);
