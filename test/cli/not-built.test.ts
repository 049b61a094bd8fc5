import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

/** The bin as in a clone, with these files of a build. */
function runClone(built: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync('bin/ringward.js', join(folder, 'bin/ringward.js'));
  for (const [name, text] of Object.entries(built)) {
    writeFileSync(join(folder, 'dist', name), text);
  }
  const argv = [join(folder, 'bin/ringward.js'), 'health'];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  return { folder, status, stderr };
}

test('before a build it is one error, one hint with what to type, exit 2', () => {
  const { folder, status, stderr } = runClone({});
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr:
      `error: ringward is not built yet: there is no ${folder}/dist/main.js\n` +
      `hint: in ${folder}/, type: npm run setup (it installs what is missing, and runs npm run build)\n`,
  });
});

test.each([
  ['a file of the build', "import './gone.js';"],
  ['a package', "import 'no-such-package';"],
])('%s that is missing is named as what it is', (_, text) => {
  const { status, stderr } = runClone({ 'main.js': text });
  expect(status).toBe(1);
  expect(stderr).toMatch(/Cannot find (module '.*gone\.js'|package 'no-such-package')/);
  expect(stderr).not.toContain('not built');
});

test('what is built gets its words, and its exit code passes through', () => {
  const { status, stderr } = runClone({
    'main.js': 'export const main = (argv) => (process.stderr.write(argv.join()), 7);',
  });
  expect({ status, stderr }).toEqual({ status: 7, stderr: 'health' });
});
