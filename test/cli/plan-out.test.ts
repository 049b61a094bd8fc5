import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run-program.ts';
import { plannedLab } from './simulated-lab.ts';

const inventory = 'cluster: lab\nnodes: [10.0.0.1]\n';
const playbook = '/pkg/playbooks/rolling-restart.yaml';
const texts = {
  '/here/ringward.yaml': inventory,
  [playbook]: readFileSync(`.${playbook.slice(4)}`, 'utf8'),
};

test.each([
  ['notes', '/here/plan.json'],
  ['{"format":1,"digest":"of something else"}', '/here/plan.json'],
  ['[]', '/here/plan.json'],
])('a file that is no plan (%s) is left alone, before anybody is asked', async (text, file) => {
  // The fakes throw at any command or query.
  const line = 'upgrade plan --playbook rolling-restart';
  expect(await run(line, { ...texts, [file]: text })).toEqual({
    exitCode: 2,
    out: '',
    err:
      `error: ${file} is there and is no plan: it was left as it is\n` +
      'hint: give another file, --out FILE, or write over it: --out plan.json --force\n',
  });
});

test('a plan is replaced and said to be; a new or empty file is written without a word of it', async () => {
  const lab = await plannedLab();
  const line = 'upgrade plan --playbook rolling-restart';
  const written = async (more = '') => (await lab.here(`${line}${more}`)).err.split('\n')[0];
  const before = readFileSync(join(lab.folder, 'plan.json'), 'utf8');
  const at = (file: string) => `plan written to ${join(lab.folder, file)}`;
  expect(await written()).toBe(`${at('plan.json')}, replacing the plan that was there`);
  expect(readFileSync(join(lab.folder, 'plan.json'), 'utf8')).not.toBe(before);
  expect(await written(' --out new.json')).toBe(at('new.json'));
  writeFileSync(join(lab.folder, 'empty.json'), '');
  expect(await written(' --out empty.json')).toBe(at('empty.json'));
  // Edited by hand it cannot be carried out, and is a plan all the same.
  writeFileSync(join(lab.folder, 'edited.json'), before.replace('5.0.8', '5.0.9'));
  expect(await written(' --out edited.json')).toMatch(/, replacing the plan that was there$/);
  writeFileSync(join(lab.folder, 'notes.txt'), 'notes');
  expect(await written(' --out notes.txt --force')).toBe(at('notes.txt'));
  expect(readFileSync(join(lab.folder, 'notes.txt'), 'utf8')).toMatch(/^\{\n/);
});

test('a run that was begun with a plan goes on after that file was replaced', async () => {
  const lab = await plannedLab();
  await lab.here('upgrade run plan.json --yes');
  await lab.here('upgrade plan --playbook rolling-restart');
  expect((await lab.here('upgrade status')).out).toContain('playbook upgrade-4.1-to-5.0');
});
