import { getMaxListeners } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { processSignals } from '../../src/adapters/process-signals.ts';

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
const names: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The signals, and a way to send one to our own listeners alone: the test runner has some too. */
function listening() {
  const before = new Map(names.map((name) => [name, process.listeners(name)]));
  const signals = processSignals();
  const ours = (name: Signal) =>
    process.listeners(name).filter((listener) => !before.get(name)?.includes(listener));
  const added = new Map(names.map((name) => [name, ours(name)]));
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  onTestFinished(() => {
    kill.mockRestore();
    for (const name of names) {
      process.removeAllListeners(name);
      for (const listener of before.get(name) ?? []) process.on(name, listener);
    }
  });
  const send = (name: Signal) => {
    for (const listener of added.get(name) ?? []) listener(name);
  };
  return { ...signals, send, kill, left: (name: Signal) => ours(name).length };
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the first %s asks to stop, the second to stop at once, the third ends the process',
  (name) => {
    const { signal, secondSignal, send, kill, left } = listening();
    send(name);
    expect([signal.aborted, secondSignal.aborted]).toEqual([true, false]);
    expect(signal.reason).toMatchObject({ signal: name, exitCode: name === 'SIGINT' ? 130 : 143 });
    send(name);
    expect(secondSignal.aborted).toBe(true);
    expect(kill).not.toHaveBeenCalled();
    send(name);
    // With nobody listening any more the system ends it, even in the middle of a file operation.
    expect(left(name)).toBe(0);
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, name);
  },
);

test('the two signals count together', () => {
  const { signal, secondSignal, send } = listening();
  send('SIGINT');
  send('SIGTERM');
  expect(signal.reason).toMatchObject({ signal: 'SIGINT' });
  expect(secondSignal.reason).toMatchObject({ signal: 'SIGTERM' });
});

test('a lost terminal, told twice, fires both signals and never ends the process at once', () => {
  const { signal, secondSignal, send, kill } = listening();
  send('SIGHUP');
  send('SIGHUP');
  expect(signal.reason).toMatchObject({ signal: 'SIGHUP', exitCode: 129 });
  expect(secondSignal.reason).toMatchObject({ signal: 'SIGHUP', exitCode: 129 });
  expect(kill).not.toHaveBeenCalled();
});

test('who has begun to roll hears nothing of a lost terminal, but of a Ctrl-C after it', () => {
  const { signal, ignoreHangUp, send, left } = listening();
  ignoreHangUp();
  send('SIGHUP');
  expect(left('SIGHUP')).toBe(1);
  expect(signal.aborted).toBe(false);
  send('SIGINT');
  expect(signal.reason).toMatchObject({ signal: 'SIGINT' });
});

test('that a thousand questions listen to a signal is no leak to be warned of', () => {
  const { signal, secondSignal } = listening();
  const derived = AbortSignal.any([signal, secondSignal]);
  for (const each of [signal, secondSignal, derived]) expect(getMaxListeners(each)).toBe(Infinity);
});
