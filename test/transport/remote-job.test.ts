import { expect, test } from 'vitest';
import type { CommandResult } from '../../src/ports/runner.ts';
import { runJob } from '../../src/transport/remote-job.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { exited } from '../fakes/fake-runner.ts';

const request = { node: '10.0.0.1', argv: ['stop'], timeoutMs: 60_000 };
const lost: CommandResult = { kind: 'unreachable', reason: 'ssh: Connection refused' };

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
  const { result, asked } = await jobWith([lost, exited('running\n'), lost, exited('ended 0\nso')]);
  expect(result).toMatchObject({ kind: 'exited', code: 0, stdout: 'so' });
  expect(asked).toHaveLength(4);
  expect(new Set(asked.map((argv) => argv.join(' '))).size).toBe(1);
});

test('a link that stays lost: after two minutes it is told that the command goes on', async () => {
  const { result, tookMs } = await jobWith([lost]);
  expect(result).toEqual({
    kind: 'unreachable',
    reason:
      'ssh: Connection refused; it was tried for 120 s; what was begun there goes on, and is found again by resume',
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
  const { result } = await jobWith([exited('lost\n')]);
  expect(result).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/killed, or the machine was started again/) as string,
  });
});

test('ended at its limit, or running beyond it: timed out', async () => {
  const late = { kind: 'timed-out', afterMs: 60_000 };
  expect((await jobWith([exited('ended 124 late\nhalf')])).result).toMatchObject({
    ...late,
    stdout: 'half',
  });
  expect((await jobWith([exited('running\n')], 20_000)).result).toMatchObject(late);
  expect((await jobWith([exited('ended 0 late\n')])).result).toMatchObject({ code: 0 });
});

test('a folder that cannot be made, or another text, is told as it is', async () => {
  const stderr = '/jobs belongs to somebody else\n';
  expect((await jobWith([exited('', 126, stderr)])).result).toMatchObject({ code: 126, stderr });
  expect((await jobWith([exited('Welcome\n')])).result).toMatchObject({ stdout: 'Welcome\n' });
});

test('cancelled is cancelled', async () => {
  expect((await jobWith([{ kind: 'cancelled' }])).result).toEqual({ kind: 'cancelled' });
});
