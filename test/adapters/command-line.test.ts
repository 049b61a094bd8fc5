import { expect, test } from 'vitest';
import { readCommandLine } from '../../src/adapters/command-line.ts';

/** A process whose command line is empty for so many looks. */
function proc(state: string, emptyLooks: number) {
  let looks = 0;
  return (path: string) => {
    if (path.endsWith('/stat')) return Promise.resolve(`7 (a) Z (b)) ${state} 1 7 7`);
    looks += 1;
    return Promise.resolve(looks > emptyLooks ? 'java\0-cp\0/lab/node1/lib\0' : '');
  };
}

test('this very process', async () => {
  expect(await readCommandLine(process.pid)).toContain(process.execPath);
});

test('a process that is becoming another program is waited for', async () => {
  expect(await readCommandLine(7, proc('R', 3))).toEqual(['java', '-cp', '/lab/node1/lib']);
});

test('a zombie has none', async () => {
  expect(await readCommandLine(7, proc('Z', 3))).toBeUndefined();
});

test('one that never shows any is given up', async () => {
  expect(await readCommandLine(7, proc('S', 1_000_000))).toBeUndefined();
});

test('a process that is gone has none', async () => {
  expect(await readCommandLine(7, () => Promise.resolve(undefined))).toBeUndefined();
});
