import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulatedInventoryText, simulatedLabState } from '../../src/cli/simulated-lab.ts';
import { inventoryText } from '../../src/lab/inventory-text.ts';
import { specOf } from '../lab-unit/spec-of.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { run } from './run-program.ts';

/** A machine with a real lab of four nodes at the usual place, and a simulated one of two in `my`. */
function machineWithLabs(): string {
  const home = temporaryFolder();
  const [real, my] = [join(home, '.local/state/ringward/lab'), join(home, 'my')];
  for (const folder of [real, my, join(home, 'none')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(real, 'lab.json'), '{}');
  writeFileSync(join(real, 'ringward.yaml'), inventoryText(specOf({ dir: real, nodeCount: 4 })));
  const wish = { version: '4.1.10', nodes: 2, network: '127.0.0', name: 'n', seed: 1 };
  writeFileSync(join(my, 'cluster.json'), '{}');
  writeFileSync(join(my, 'ringward.yaml'), simulatedInventoryText(my, simulatedLabState(wish, 0)));
  return home;
}

/** What bash offers for the last word, in a folder of that machine. */
async function offered(line: string, folder: string): Promise<readonly string[]> {
  const home = machineWithLabs();
  const { out } = await run('completion bash');
  const words = line.split(' ');
  const script = `${out}
COMP_WORDS=(${words.join(' ')}) COMP_CWORD=${words.length - 1}
_ringward
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    cwd: join(home, folder),
    env: { PATH: process.env['PATH'], HOME: home },
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

const two = ['node1', 'node2'];

test.each([
  ['', 'ringward lab fault ""', [...two, 'node3', 'node4']],
  ['', 'ringward lab exec node', [...two, 'node3', 'node4']],
  ['my', 'ringward lab fault ""', two],
  ['', 'ringward lab fault --dir my ""', two],
  ['', 'ringward lab exec --dir = my ""', two],
  ['', "ringward lab exec --dir '~/my' node2", ['node2']],
  ['', 'ringward lab fault --dir none ""', []],
  [
    '',
    'ringward lab fault 1 ""',
    ['freeze-compaction', 'slow-requests', 'freeze-schema', 'deaf', 'hang-nodetool', 'release'],
  ],
  ['my', 'ringward lab fault 1 dr', ['drain-hangs', 'drain-lies']],
  ['my', 'ringward lab fault 1 re', ['returns-changed', 'release']],
  ['', 'ringward lab fault --dir none 1 h', ['hang-nodetool', 'hints-stay', 'hints-off']],
  ['', 'ringward lab exec 1 sto', ['stop', 'storageCompatibility']],
  ['', 'ringward lab up 4', ['4.0.19', '4.1.10']],
  ['', 'ringward lab up --also 4.1.10,5', ['4.1.10,5.0.8']],
  ['', 'ringward lab demo --to 5', ['5.0.8']],
  ['', 'ringward lab up --nodes ""', []],
  ['', 'ringward lab load --rate ""', []],
  ['', 'ringward lab load --format ""', ['text', 'json']],
  ['', 'ringward lab up --tarball m', ['my']],
])('bash, in ./%s, offers for `%s`: %j', async (folder, line, words) => {
  expect((await offered(line, folder)).toSorted()).toEqual(words.toSorted());
});

test('faults of simulated nodes are not offered for real ones, nor the other way round', async () => {
  expect(await offered('ringward lab fault 1 ""', '')).not.toContain('drain-hangs');
  expect(await offered('ringward lab fault 1 ""', 'my')).not.toContain('freeze-compaction');
});

test('fish offers the nodes of the lab and every fault', async () => {
  const { out } = await run('completion fish');
  const of = (command: string) =>
    out.split('\n').filter((line) => line.includes(`seen_subcommand_from ${command}' -f -a`));
  expect(of('fault').join('\n')).toMatch(/awk .*__ringward_lab[^]*'freeze-compaction .*disk-fills/);
  expect(of('exec').join('\n')).toContain("'nodetool start stop ");
});
