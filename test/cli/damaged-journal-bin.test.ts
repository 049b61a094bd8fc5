import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalLine } from '../../src/execute/journal.ts';
import { partWay } from '../../src/execute/part-way.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import type { Plan } from '../../src/model/plan.ts';
import { addresses, plannedLab } from './simulated-lab.ts';

const [first] = addresses;
const head = '{"format":1,"kind":"ringward-journal"}\n';

/** A run that ended without a word in the drain of the first node, which had not begun to drain. */
async function begunRun() {
  const lab = await plannedLab();
  const folder = join(lab.folder, '.local/state/ringward/ringward-simulated/runs/r1');
  mkdirSync(folder, { recursive: true });
  cpSync(join(lab.folder, 'plan.json'), join(folder, 'plan.json'));
  const plan = planIn(folder);
  const { generation = 0 } = lab.state().nodes[0]?.lives.at(-1) ?? {};
  const about = { runId: 'r1', cluster: plan.cluster, planDigest: plan.digest, nodes: 3 };
  const events: readonly UpgradeEvent[] = [
    { at: 1, type: 'run-started', ...about },
    { at: 2, type: 'node-started', node: first, generation },
    { at: 3, type: 'step-started', node: first, step: 0, kind: 'drain' },
  ];
  const text = [head, ...events.map(journalLine)].join('');
  const journal = join(folder, 'journal.ndjson');
  writeFileSync(journal, text);
  return { lab, folder, journal, text };
}

function planIn(folder: string): Plan {
  return JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan;
}

type Begun = Awaited<ReturnType<typeof begunRun>>;

const refused: readonly (readonly [
  title: string,
  damage: (run: Begun) => void,
  message: RegExp,
])[] = [
  [
    'an empty file',
    ({ journal }) => {
      writeFileSync(journal, '');
    },
    /journal\.ndjson: the journal is empty\nhint: look: ringward health --for 90s, then start anew: ringward upgrade run \/\S+\/r1\/plan\.json; what is done /,
  ],
  [
    'half of its first line',
    ({ journal }) => {
      writeFileSync(journal, head.slice(0, 20));
    },
    /journal\.ndjson: the journal is empty\nhint: look: ringward health --for 90s, then start anew: ringward upgrade run \/\S+\/r1\/plan\.json; what is done /,
  ],
  [
    'a first line and no record',
    ({ journal }) => {
      writeFileSync(journal, head);
    },
    /journal\.ndjson: the journal holds no record\nhint: look: ringward health --for 90s, then start anew: ringward upgrade run \/\S+\/r1\/plan\.json; what is done /,
  ],
  [
    'another format',
    ({ journal, text }) => {
      writeFileSync(journal, text.replace('"format":1', '"format":2'));
    },
    /journal format 2 is not known\nhint: resume with the Ringward version that wrote it/,
  ],
  [
    'a line in the middle that is no record',
    ({ journal, text }) => {
      writeFileSync(journal, text.replace(/^.*node-started.*$/m, '\0\0\0\0'));
    },
    /journal\.ndjson:3: this line of the journal is no record\nhint: it was changed by hand, or its disk fails/,
  ],
  [
    'a folder in its place',
    ({ journal }) => {
      rmSync(journal);
      mkdirSync(journal);
    },
    /journal\.ndjson: .*this is a folder/,
  ],
  [
    'no journal at all',
    ({ journal }) => {
      rmSync(journal);
    },
    /journal\.ndjson: there is no journal\nhint: this run did not begin: begin it with ringward upgrade run \//,
  ],
  [
    'a plan that was edited since',
    ({ folder }) => {
      const plan = readFileSync(join(folder, 'plan.json'), 'utf8');
      writeFileSync(join(folder, 'plan.json'), plan.replace('5.0.8', '5.0.9'));
    },
    /plan\.json: the plan was changed after it was made\nhint: .*put the plan back that it was begun with/,
  ],
  [
    'another plan',
    ({ journal, text }) => {
      writeFileSync(journal, text.replace(/"planDigest":"[^"]*"/, '"planDigest":"another"'));
    },
    /plan\.json is not the plan that run r1 was started with\nhint: look: ringward health .*, then start anew: ringward upgrade run /,
  ],
  [
    'no plan',
    ({ folder }) => {
      rmSync(join(folder, 'plan.json'));
    },
    /plan\.json: the plan of this run is gone\nhint: its journal says what was done: /,
  ],
];

test.each(refused)(
  '%s: one error, one hint, exit 2; nothing is touched',
  async (_, damage, told) => {
    const run = await begunRun();
    damage(run);
    const before = run.lab.nodes();
    const { code, out, err } = await run.lab.run('upgrade resume r1');
    expect(err).toMatch(/^error: [^\n]*\nhint: [^\n]*\n$/);
    expect(err).toMatch(told);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(run.lab.nodes()).toEqual(before);
  },
);

test('a last line that was cut short: resume drops it, asks the node, and completes', async () => {
  const { lab, journal, text } = await begunRun();
  writeFileSync(journal, text.slice(0, -20));
  await lab.mustRun('upgrade resume');
  expect(lab.nodes()).toEqual(rolled);
  // Every line is whole: what is read is all that was written.
  expect(readFileSync(journal, 'utf8').split('\n')).toHaveLength(lab.journal().length + 2);
});

const rolled = Array(3).fill({ stops: 1, release: '5.0.8' }) as unknown;

/** Long before any other file of the run is; a gate that held tells nothing of how far it came. */
function padded(text: string): string {
  const verdict = { kind: 'wait', reason: 'not yet' } as const;
  const about = { type: 'gate-judged', node: first, gate: 'peers-up', phase: 'before' } as const;
  const line = journalLine({ at: 4, ...about, verdict, attempt: 1 }) ?? '';
  return text + line.repeat(Math.ceil(64_000 / line.length));
}

test('a journal that may grow no more, as on a full disk: nothing further is done, the node is named, resume completes', async () => {
  const { lab, journal, text } = await begunRun();
  const long = padded(text);
  writeFileSync(journal, long);
  const bin = new URL('../../bin/ringward.js', import.meta.url).pathname;
  // In blocks of 512 bytes: some 2 KB more, where the rest of the roll needs 10.
  const blocks = Math.ceil(long.length / 512) + 4;
  const script = `ulimit -f ${blocks} && exec "$@"`;
  const argv = [process.execPath, bin, 'upgrade', 'resume'];
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...argv], {
    cwd: lab.folder,
    env: { PATH: process.env['PATH'], HOME: lab.folder },
    encoding: 'utf8',
  });
  expect(stderr).toMatch(
    /error: the journal cannot be written \(\S+: the file is as large .*\(EFBIG\)\); nothing further was done; /,
  );
  const state = partWay(planIn(lab.folder), lab.journal().reduce(applyEvent, noProgress))?.text;
  expect(state).toContain(first);
  expect(stderr).toContain(`; ${String(state)}\nhint: make room, then: `);
  expect(status).toBe(4);
  await lab.mustRun('upgrade resume');
  expect(lab.nodes()).toEqual(rolled);
});

test('so many kinds of damage were seen', () => {
  process.stdout.write(`damaged journals: ${refused.length + 2} cases\n`);
  expect(new Set(refused.map(([title]) => title)).size).toBe(refused.length);
});
