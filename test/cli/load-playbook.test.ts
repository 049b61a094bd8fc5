import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadPlaybook } from '../../src/cli/load-playbook.ts';
import { labLimits } from '../../src/model/limits.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const text = readFileSync(new URL('../../playbooks/rolling-restart.yaml', import.meta.url), 'utf8');
const load = (named: string) =>
  loadPlaybook(
    named,
    labLimits,
    fakePorts({
      files: memoryFiles({ '/pkg/playbooks/rolling-restart.yaml': text, '/here/own.yaml': text }),
    }),
  );

test('one of a file keeps the file: another plan is made from it, not from a shipped one', async () => {
  expect(await load('own.yaml')).toMatchObject({ name: 'rolling-restart', file: '/here/own.yaml' });
});

test('a shipped one is known by its name', async () => {
  expect(await load('rolling-restart')).not.toHaveProperty('file');
});
