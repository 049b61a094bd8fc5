import { expect, test } from 'vitest';
import type { CommandResult } from '../../src/ports/runner.ts';
import { runJob } from '../../src/transport/remote-job.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { exited } from '../fakes/fake-runner.ts';

const request = { node: '10.0.0.1', argv: ['stop'], timeoutMs: 60_000 };
const lost: CommandResult = { kind: 'unreachable', reason: 'ssh: Connection refused' };

/** What the node prints, behind what a shell there greets with. */
const says = (state: string, out = '') => exited(`Welcome\n\nringward-w ${state}\n${out}`);

/** The answers one after the other, the last one for ever; each takes so long. */
async function jobWith(answers: readonly CommandResult[], eachMs = 1_000) {
  const clock = fakeClock();
  const begunAt = clock.now();
  const asked: (readonly string[])[] = [];
  const run = async ({ argv }: { readonly argv: readonly string[] }) => {
    await clock.sleep(eachMs);
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(argv);
    return answer ?? lost;
  };
  const place = { folder: '/jobs', name: 'stop' };
  const result = await runJob(request, place, run, { clock, newWord: () => 'w' });
  return { result, asked, tookMs: clock.now() - begunAt };
}

test('a lost link is tried again, with the same question', async () => {
  const { result, asked } = await jobWith([lost, says('running'), lost, says('ended 0', 'so')]);
  expect(result).toMatchObject({ kind: 'exited', code: 0, stdout: 'so' });
  expect(asked).toHaveLength(4);
  expect(new Set(asked.map((argv) => argv.join(' '))).size).toBe(1);
});

test('a link that stays lost: after two minutes it is told that the command goes on', async () => {
  const { result, tookMs } = await jobWith([lost]);
  expect(result).toEqual({
    kind: 'unreachable',
    reason:
      'ssh: Connection refused; it was tried for 120 s; what was begun there goes on, and nothing else is begun beside it',
  });
  expect(tookMs).toBeGreaterThanOrEqual(120_000);
  expect(tookMs).toBeLessThan(130_000);
});

test('a link without an answer is a lost one', async () => {
  const silent: CommandResult = { kind: 'timed-out', afterMs: 40_000, stdout: '', stderr: '' };
  const { result } = await jobWith([silent], 40_000);
  expect(result).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/^the link gives no answer; it was tried/) as string,
  });
});

test('its end without an exit code is no end', async () => {
  const { result } = await jobWith([says('lost')]);
  expect(result).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/killed, .* the machine was started again/) as string,
  });
});

test('ended at its limit, or running beyond it: timed out', async () => {
  const late = { kind: 'timed-out', afterMs: 60_000 };
  expect((await jobWith([says('ended 124 late', 'half')])).result).toMatchObject({
    ...late,
    stdout: 'half',
  });
  expect((await jobWith([says('running')], 20_000)).result).toMatchObject(late);
  expect((await jobWith([says('ended 0 late')])).result).toMatchObject({ code: 0 });
});

test('what is not begun is told with its reason', async () => {
  const { result } = await jobWith([says('refused /jobs belongs to somebody else')]);
  expect(result).toEqual({
    kind: 'unreachable',
    reason: 'it was not begun: /jobs belongs to somebody else',
  });
});

test.each<[string, CommandResult, RegExp]>([
  ['another text', exited('Welcome\n'), /exit code 0: Welcome/],
  ['a state that is none', says('ended soon'), /exit code 0: ringward-w ended soon/],
  ['an asker that was killed', exited('', 137, 'Killed\n'), /exit code 137: Killed/],
])('%s is no end of the command: asked again, and told as not known', async (_, answer, why) => {
  expect((await jobWith([answer, says('ended 3')])).result).toMatchObject({ code: 3 });
  const { result, tookMs } = await jobWith([answer]);
  expect(result.kind === 'unreachable' && result.reason).toMatch(why);
  expect(tookMs).toBeGreaterThanOrEqual(120_000);
});

test('cancelled is cancelled', async () => {
  expect((await jobWith([{ kind: 'cancelled' }])).result).toEqual({ kind: 'cancelled' });
});
