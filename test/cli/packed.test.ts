import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const root = join(import.meta.dirname, '../..');

/** What an operator has after `npm install ringward`: the files that are packed, and no other. */
test('the package, installed in an empty folder, plans and rehearses a roll', () => {
  const folder = temporaryFolder();
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: undefined };
  const run = (command: string, ...argv: readonly string[]) => {
    const ended = spawnSync(command, argv, { cwd: folder, encoding: 'utf8', env });
    expect(ended).toMatchObject({ status: 0 });
    return ended.stdout;
  };
  const archive = run('npm', 'pack', root, '--ignore-scripts', '--silent').trim();
  mkdirSync(join(folder, 'node_modules'));
  run('npm', 'install', `./${archive}`, '--prefer-offline', '--no-audit', '--no-fund', '--silent');

  const ringward = join(folder, 'node_modules/.bin/ringward');
  expect(run(ringward, '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(run(ringward, 'explain', 'STUCK')).toContain('stalled-compaction STUCK');
  expect(run(ringward, 'playbook', 'list')).toContain('storage-mode-upgrading');
  run(ringward, 'lab', 'up', '4.1.10', '--simulated', '--dir', 'lab');
  const inventory = ['--inventory', 'lab/ringward.yaml'];
  run(ringward, 'upgrade', 'plan', ...inventory, '--to', '5.0.8', '--out', 'plan.json');
  expect(run(ringward, 'upgrade', 'rehearse', 'plan.json', ...inventory)).toContain('3/3 nodes');
});
