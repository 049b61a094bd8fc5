import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { healthUntil, isHealthy } from '../lab/health-until.ts';
import { endLoad, labIn } from '../lab/ringward.ts';

const lab = labIn('own-commands', '127.0.79');
const flags = ['--state-dir', lab.state];
const called = join(lab.folder, 'called');
const hook = join(lab.folder, 'hook');
const orders = () => readFileSync(called, 'utf8').trim().split('\n');

/** The operator's own commands: each writes down that it was called. */
function declareHooks(): void {
  writeFileSync(called, '');
  writeFileSync(hook, `#!/bin/sh\necho "$@" >>'${called}'\n`);
  chmodSync(hook, 0o755);
  const inventory = join(lab.dir, 'ringward.yaml');
  const ofNodes = ['quiesce', 'unquiesce'].map(
    (name) => `  ${name}: [${hook}, ${name}, '{address}']`,
  );
  const text = readFileSync(inventory, 'utf8').replace(
    'commands:\n',
    `commands:\n${ofNodes.join('\n')}\n`,
  );
  const ofCluster = ['freeze', 'unfreeze'].map((name) => `${name}: [${hook}, ${name}]`);
  writeFileSync(inventory, `${text}\n${ofCluster.join('\n')}\n`);
}

beforeAll(async () => {
  await lab.up('4.1.10');
  declareHooks();
});

test('freeze and quiesce are called in their order; a start that its log calls over stops the roll at once, which then goes on', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  const config = join(lab.node(2), 'conf', 'cassandra.yaml');
  const right = readFileSync(config, 'utf8');
  appendFileSync(config, '\nno_such_key: 1\n');
  const begun = Date.now();
  const stopped = await lab.run('restart', '--yes', ...flags);
  process.stdout.write(`${stopped.err}\nafter ${Math.round((Date.now() - begun) / 1_000)} s\n`);
  expect(stopped.code, stopped.out).toBe(4);
  expect(stopped.err).toContain('its configuration does not fit this release');
  expect(stopped.err).toContain('no_such_key');
  expect(stopped.err).toContain('unfreeze');
  const [one, two, three] = [1, 2, 3].map((number) => lab.address(number));
  expect(orders()).toEqual(['freeze', `quiesce ${one}`, `unquiesce ${one}`, `quiesce ${two}`]);

  writeFileSync(config, right);
  const { out } = await lab.mustRun('upgrade', 'resume', ...flags);
  expect(out).toContain('3/3 nodes done, complete');
  // The node that was left is brought back before the cluster is frozen again for the next.
  expect(orders().slice(4)).toEqual([
    `unquiesce ${two}`,
    'freeze',
    `quiesce ${three}`,
    `unquiesce ${three}`,
    'unfreeze',
  ]);
  await healthUntil(lab, 120, isHealthy);
  await endLoad(load);
});
