import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listPlaybooks, showPlaybook } from '../../src/cli/playbook-run.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const folder = new URL('../../playbooks/', import.meta.url);
const shipped = Object.fromEntries(
  readdirSync(folder).map((file) => [
    `/pkg/playbooks/${file}`,
    readFileSync(new URL(file, folder), 'utf8'),
  ]),
);
const portsWith = (texts = shipped) => fakePorts({ files: memoryFiles(texts) });

async function shown(name: string, format: 'text' | 'markdown' | 'json', ports = portsWith()) {
  expect(await showPlaybook(name, format, ports)).toBe(0);
  return ports.streams.outText();
}

test.each(['storage-mode-upgrading', 'downgrade-5.0-to-4.1', 'patch-upgrade'])(
  '%s as a runbook',
  async (name) => {
    await expect(await shown(name, 'markdown')).toMatchFileSnapshot(
      `../golden/playbook-${name}.md`,
    );
  },
);

test.each([
  ['text', 'txt'],
  ['json', 'json'],
] as const)('as %s', async (format, ending) => {
  await expect(await shown('storage-mode-none', format)).toMatchFileSnapshot(
    `../golden/playbook-storage-mode-none.${ending}`,
  );
});

test('the list names every shipped playbook', async () => {
  const text = portsWith();
  expect(await listPlaybooks('text', text)).toBe(0);
  await expect(text.streams.outText()).toMatchFileSnapshot('../golden/playbooks.txt');
  const json = portsWith();
  await listPlaybooks('json', json);
  const { playbooks } = JSON.parse(json.streams.outText()) as { playbooks: { name: string }[] };
  expect(playbooks.map(({ name }) => `/pkg/playbooks/${name}.yaml`).sort()).toEqual(
    Object.keys(shipped).sort(),
  );
});

test('one of a file is shown with what it waits for', async () => {
  const own = `name: own
description: one
approve: [canary, dc]
cures: [node-down]
steps: [soak: {for: 1s}]
`;
  const text = await shown('./own.yaml', 'markdown', portsWith({ '/here/own.yaml': own }));
  expect(text).toContain('- canary: after the first node\n- dc:NAME: before each further DC\n');
  expect(text).toContain('## Meant to cure\n\n- node-down\n');
  expect(text).not.toContain('## Before each node');
});

test('one that is not there names those that are', async () => {
  await expect(showPlaybook('upgrade-9-to-10', 'text', portsWith())).rejects.toMatchObject({
    exitCode: 2,
    message: 'there is no playbook upgrade-9-to-10',
    hint: expect.stringContaining('storage-mode-none') as string,
  });
  await expect(showPlaybook('storage-mode-non', 'text', portsWith())).rejects.toMatchObject({
    hint: expect.stringMatching(/^did you mean storage-mode-none\? shipped: /) as string,
  });
  await expect(showPlaybook('./none.yaml', 'text', portsWith())).rejects.toMatchObject({
    hint: expect.stringMatching(/^shipped: /) as string,
  });
});
