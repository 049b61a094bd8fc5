import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { charsetOf } from '../../src/cli/watch-screen.ts';
import { runProgram } from '../../src/cli/program.ts';
import { Interrupted } from '../../src/model/errors.ts';
import type { Ports } from '../../src/ports/index.ts';
import { closedJmx } from '../../src/ports/jmx.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeScreen } from '../fakes/fake-screen.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { clusterOf, simulatedFrom } from '../simulate/simulated.ts';

const page = readFileSync(new URL('../../docs/findings/stalled-compaction.md', import.meta.url));

interface WithNotJudged {
  readonly notJudged: readonly { readonly detector: string }[];
}

interface Wish {
  readonly state?: ClusterState;
  readonly ports?: Partial<Ports>;
  /** After so many ms of the nodes' time. */
  readonly then?: { readonly afterMs: number; readonly act: () => void };
}

/** `ringward watch` on three simulated nodes whose time passes as fast as it can. */
async function watch(line: string, { state = clusterOf(), ports = {}, then }: Wish = {}) {
  const { clock, cql, runner, nodes } = simulatedFrom(state);
  const addresses = nodes.map(({ address }) => address);
  const files = memoryFiles({
    '/pkg/package.json': '{"version":"1.2.3"}',
    '/pkg/docs/findings/stalled-compaction.md': page.toString(),
    '/here/ringward.yaml': `cluster: sim\nlimits: lab\nnodes: [${addresses.join(', ')}]\n`,
  });
  const given = fakePorts({ clock, runner, cql, jmx: closedJmx, files, ...ports });
  if (then) void clock.sleep(then.afterMs).then(then.act);
  const exitCode = await runProgram(`watch ${line}`.trim().split(' '), given);
  return { exitCode, out: given.streams.outText(), err: given.streams.errText() };
}

/** A compaction of the second node that stands still from the start. */
function frozen(state = clusterOf()): ClusterState {
  const compaction = {
    ...{ id: '00000000-0000-4000-8000-000000000001', kind: 'compaction' },
    ...{ keyspace: 'app', table: 'events', startedAt: state.at - 60_000, frozenAt: state.at },
    ...{ totalBytes: 1e10, bytesPerSecond: 1e6 },
  };
  const nodes = state.nodes.map((node, i) =>
    i === 1 ? { ...node, work: { ...node.work, compactions: [compaction] } } : node,
  );
  return { ...state, nodes };
}

test('a healthy cluster: a line a minute, and what it came to', async () => {
  const { exitCode, out, err } = await watch('--for 3m');
  expect(err).toBe('');
  expect(out).toMatch(
    /^watching sim: 3 nodes, a look every 10 s\n(\S+ {2}3 of 3 nodes up; open: nothing; \d+ detectors cannot judge\n( {2}not judged: .+\n)*){3,4}watched 3 min \d+ s \(\d+ looks\): 0 opened, 0 closed\nnot known at the end:\n( {2}not judged: .+\n)+Verdict: healthy; 7 detectors not judged \(exit 0\)\n$/,
  );
  expect(exitCode).toBe(0);
});

test('what only JMX tells is not called healthy where JMX is closed', async () => {
  const { out } = await watch('--for 3m');
  const why =
    /\n {2}not judged: gc-pauses: garbage-collection .* any node: JMX: .*: no JMX there\n/;
  const [before = '', end = ''] = out.split('not known at the end:');
  expect(before.match(new RegExp(why, 'g'))).toHaveLength(1);
  expect(end).toMatch(why);
  const { out: ndjson } = await watch('--for 30s --format ndjson');
  const last = JSON.parse(ndjson.trimEnd().split('\n').at(-1) ?? '') as WithNotJudged;
  expect(last.notJudged.map(({ detector }) => detector)).toContain('write-path');
});

test('what was open at some time is exit 1, and named', async () => {
  const { exitCode, out } = await watch('--for 2m', { state: frozen() });
  expect(out).toMatch(/CRITICAL opened {2}stalled-compaction STUCK on /);
  expect(out).toMatch(
    /at warning or worse:\n {2}CRITICAL {2}stalled-compaction STUCK .*still open/,
  );
  expect(exitCode).toBe(1);
});

test('below --fail-on it is told, and leaves the exit code alone', async () => {
  const off = clusterOf();
  const nodes = off.nodes.map((node) => ({
    ...node,
    work: { ...node.work, autocompactionOff: ['app.events'] },
  }));
  const { exitCode, out } = await watch('--for 30s --fail-on critical', {
    state: { ...off, nodes },
  });
  expect(out).toContain('WARNING opened  stalled-compaction DISABLED');
  expect(exitCode).toBe(0);
});

test('what did not answer at the end is exit 5', async () => {
  const state = clusterOf();
  const faults: readonly Fault[] = [
    { kind: 'nodetool-says', node: state.nodes[0]?.address ?? '', how: 'garbage' },
  ];
  const { exitCode, out } = await watch('--for 30s', { state: { ...state, faults } });
  expect(out).toMatch(/\d+ answers missing;/);
  expect(out).toMatch(/\nnot known at the end:\n[^]*\n {2}not seen: \S+: tpstats: unreadable, /);
  expect(out).toContain('Verdict: cannot tell (exit 5)');
  expect(exitCode).toBe(5);
});

test('as ndjson every line is an object, the first says what it is and the last what it came to', async () => {
  const { out } = await watch('--for 2m --format ndjson', { state: frozen() });
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string; readonly advice?: string[] });
  expect(lines[0]).toMatchObject({ type: 'watch', format: 1, cluster: 'sim', nodes: 3 });
  expect(lines.at(-1)).toMatchObject({ type: 'summary', exitCode: 1, opened: 1 });
  const opened = lines.find(({ type }) => type === 'opened');
  expect(opened).toMatchObject({ state: 'STUCK', times: 1, notSeenSince: null });
  expect(opened?.advice?.[0]).toMatch(/nodetool.* compactionstats$/);
});

test('Ctrl-C ends it with what it came to and 130', async () => {
  const stop = new AbortController();
  const { exitCode, out, err } = await watch('', {
    ports: { signal: stop.signal },
    then: {
      afterMs: 95_000,
      act: () => {
        stop.abort(new Interrupted('SIGINT'));
      },
    },
  });
  expect(out).toMatch(
    /\nwatched 1 min \d+ s .*\nnot known at the end:\n( {2}not judged: .*\n)+Verdict: healthy; 7 detectors not judged \(exit 130\)\n$/,
  );
  expect({ exitCode, err }).toEqual({ exitCode: 130, err: '' });
});

const untold = 'hint: nothing was judged: the first look was not over yet\n';

test('a signal before the first look is over is told as that', async () => {
  const stop = AbortSignal.abort(new Interrupted('SIGTERM'));
  expect(await watch('', { ports: { signal: stop } })).toEqual({
    exitCode: 143,
    out: 'watching sim: 3 nodes, a look every 10 s\n',
    err: `error: interrupted by SIGTERM\n${untold}`,
  });
});

test('on a terminal the board is drawn; a digit explains, any key goes back, q ends', async () => {
  const screen = fakeScreen(150, 60);
  const pages: string[] = [];
  const { exitCode, out } = await watch('', {
    state: frozen(),
    ports: { openScreen: screen.open, env: { HOME: '/', LANG: 'C.UTF-8' } },
    then: {
      afterMs: 100_000,
      act: () => {
        for (const key of ['7', '1', 'x', 'u', 'x', 'q']) {
          screen.press(key);
          pages.push(screen.shown.at(-1) ?? '');
        }
      },
    },
  });
  expect(screen.shown[0]).toMatch(/^watching sim: 3 nodes/);
  const [unknown, explained, back, unseen, again] = pages;
  expect(unknown).toMatch(/\n1 CRITICAL {2}stalled-compaction STUCK on /);
  expect(explained).toMatch(/^CRITICAL {2}.*stalled-compaction STUCK/);
  expect(explained).toContain('stalled-compaction STUCK\n');
  expect(explained).toMatch(/any key: back {2}q: end$/);
  expect(back).toMatch(/^watching sim/);
  expect(unseen).toMatch(
    /^not judged: [^]*gc-pauses[^]*no JMX there\n[^]*\nany key: back {2}q: end$/,
  );
  expect(again).toMatch(/^watching sim/);
  expect(screen.isOpen()).toBe(false);
  expect(out).toMatch(/^watching sim: .*\nwatched .*\n[^]*Verdict: findings \(exit 1\)\n$/);
  expect(exitCode).toBe(1);
});

test('on a small terminal space goes on in what is explained', async () => {
  const screen = fakeScreen(80, 24);
  const pages: string[] = [];
  await watch('', {
    state: frozen(),
    ports: { openScreen: screen.open },
    then: {
      afterMs: 100_000,
      act: () => {
        for (const key of ['1', ' ', 'x', 'q']) {
          screen.press(key);
          pages.push(screen.shown.at(-1) ?? '');
        }
      },
    },
  });
  const [explained = '', further = '', back] = pages;
  expect(explained).toMatch(/\n1 of \d {2}space: on {2}any key: back {2}q: end$/);
  expect(further).toMatch(/\n2 of \d {2}space: on /);
  expect(explained + further).toContain('next: ');
  expect(back).toMatch(/^watching sim/);
});

test('a new size is drawn at once', async () => {
  const screen = fakeScreen(150, 60);
  await watch('--for 20s', {
    ports: { openScreen: screen.open },
    then: {
      afterMs: 15_000,
      act: () => {
        screen.resize({ columns: 30, rows: 8 });
      },
    },
  });
  const small = screen.shown.find((text) => text.split('\n').every((line) => line.length <= 30));
  expect(small?.split('\n').length).toBeLessThanOrEqual(8);
});

test.each([
  [{ LANG: 'en_US.UTF-8' }, 'unicode'],
  [{ LANG: 'de_DE.utf8' }, 'unicode'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'ascii'],
  [{}, 'ascii'],
])('the terminal of %o takes %s', (env, charset) => {
  expect(charsetOf(env)).toBe(charset);
});
