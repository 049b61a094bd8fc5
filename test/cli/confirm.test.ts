import { expect, test } from 'vitest';
import { confirm } from '../../src/cli/confirm.ts';
import { Interrupted } from '../../src/model/errors.ts';
import { fakeStreams } from '../fakes/fake-streams.ts';

const never = new AbortController().signal;
const answering = (answer: string | undefined, signal = never) =>
  confirm('Roll 3 nodes?', false, {
    streams: fakeStreams({ ask: () => Promise.resolve(answer) }),
    signal,
  });

test.each(['yes', ' YES '])('%j goes on', async (answer) => {
  await expect(answering(answer)).resolves.toBeUndefined();
});

test.each(['', 'no', 'y', undefined])('%j is refused: nothing was touched', async (answer) => {
  await expect(answering(answer)).rejects.toMatchObject({
    exitCode: 3,
    message: 'not confirmed: nothing was touched',
    hint: 'to go on, answer yes or give --yes',
  });
});

test('Ctrl-C at the question is an interrupt, not a bug', async () => {
  const signal = AbortSignal.abort(new Interrupted('SIGINT'));
  await expect(answering(undefined, signal)).rejects.toMatchObject({
    exitCode: 130,
    message: 'interrupted by SIGINT',
    hint: 'nothing was touched',
  });
});

test('--yes asks nobody', async () => {
  const ask = () => Promise.reject(new Error('asked'));
  const ports = { streams: fakeStreams({ ask }), signal: never };
  await expect(confirm('Roll 3 nodes?', true, ports)).resolves.toBeUndefined();
});
