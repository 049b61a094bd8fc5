import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** A benchmark is run by hand, months apart: what it calls may have changed meanwhile. */
async function caseOf(file: string, ...argv: readonly string[]): Promise<unknown> {
  const path = join(import.meta.dirname, '../bench', file);
  const { stdout } = await run(process.execPath, [path, ...argv]);
  return JSON.parse(stdout);
}

test('a cluster is planned, judged and rehearsed to its end', async () => {
  expect(await caseOf('scale-case.js', '3', '4', '2')).toMatchObject({
    ...{ nodes: 3, vnodes: 4, keyspaces: 2 },
    planMs: expect.any(Number) as number,
    rehearsalMs: expect.any(Number) as number,
  });
});

test('a look at simulated nodes finds them healthy', async () => {
  expect(await caseOf('health-case.js', '3', '8')).toMatchObject({ nodes: 3, exitCode: 0 });
});

test('waves are made and proved', async () => {
  const row = await caseOf('waves-case.js', '2,2,2', '1', '1', '3', 'network');
  expect(row).toMatchObject({ racks: '2,2,2', waves: 4 });
});
