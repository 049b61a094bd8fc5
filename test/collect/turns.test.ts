import { expect, test } from 'vitest';
import { turnsOf } from '../../src/collect/turns.ts';
import { settled } from '../fakes/held-clock.ts';

/** Work that goes on until it is told to end. */
function works(most: number) {
  const turns = turnsOf(most);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const begin = (who: string, what: string, late?: () => Promise<unknown>) => {
    const work = async () => {
      begun.push(what);
      await new Promise<void>((resolve, reject) => {
        ends.set(what, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
      return what;
    };
    return turns.take(who, work, late);
  };
  const end = async (what: string, error?: Error) => {
    ends.get(what)?.(error);
    await settled();
  };
  return { begin, begun, end };
}

test('so much is done at once, and the rest when its turn has come', async () => {
  const { begin, begun, end } = works(2);
  const all = Promise.all(['a', 'b', 'c'].map((who) => begin(who, who)));
  await settled();
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('a');
  await end('c');
  expect(await all).toEqual(['a', 'b', 'c']);
});

test('who has begun goes on before the next one begins', async () => {
  const { begin, begun, end } = works(1);
  const one = begin('a', 'a1').then(() => begin('a', 'a2'));
  const others = [begin('b', 'b1'), begin('c', 'c1')];
  await settled();
  await end('a1');
  // It had not asked again yet when the turn was given on.
  expect(begun).toEqual(['a1', 'b1']);
  await end('b1');
  expect(begun).toEqual(['a1', 'b1', 'a2']);
  await end('a2');
  await end('c1');
  await Promise.all([one, ...others]);
});

test('work that fails gives its turn back', async () => {
  const { begin, begun, end } = works(1);
  const failing = begin('a', 'a');
  const next = begin('b', 'b');
  const failed = expect(failing).rejects.toThrow('broken');
  await settled();
  await end('a', new Error('broken'));
  await failed;
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(await next).toBe('b');
});

test('who waits longer than it may works without a turn, and takes nobody’s place', async () => {
  const { begin, begun, end } = works(1);
  const one = begin('a', 'a');
  await settled();
  const late = begin('b', 'b', () => Promise.resolve());
  const other = begin('c', 'c');
  await settled();
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b']);
  await end('a');
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('c');
  expect(await Promise.all([one, late, other])).toEqual(['a', 'b', 'c']);
});
