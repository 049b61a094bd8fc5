import { beforeAll, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lab/load-schema.ts';
import { clientOf } from '../lab/client-of.ts';
import { endLoad, labIn } from '../lab/ringward.ts';

const lab = labIn('patch', '127.0.80');
const state = ['--state-dir', lab.state];

beforeAll(() => lab.up('4.1.9', '--also', '4.1.10'));

test('within a line a table that somebody creates holds the roll before the next node; it goes on when told to', async () => {
  const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
  const java17 = ['--accept', 'java', '--because', 'a lab runs 4.x on Java 17'];
  const plan = ['upgrade', 'plan', '--playbook', 'patch-upgrade', '--to', '4.1.10'];
  await lab.mustRun(...plan, ...java17, ...state);
  const roll = lab.start('upgrade', 'run', 'plan.json', '--yes', ...state);
  // The first node that a roll changes may change the schema itself, so it is the third that is held.
  await roll.says(new RegExp(`${lab.address(2)} .*soak`));
  await clientOf(lab.address(1), async (client) => {
    await client.execute(`CREATE TABLE ${loadKeyspace}.meanwhile (id int PRIMARY KEY)`);
  });
  const held = await roll.ended;
  process.stdout.write(`${held.err}\n`);
  expect(held.code, held.out).toBe(3);
  expect(held.err).toMatch(
    /the schema of 4\.1 was changed, from version \S+ to \S+ since the roll came to/,
  );
  expect(held.out).toContain('2/3 nodes done');

  const { out } = await lab.mustRun('upgrade', 'resume', ...state);
  expect(out).toContain('3/3 nodes done, complete');
  const { nodes } = JSON.parse((await lab.mustRun('health', '--format', 'json')).out) as {
    nodes: { release: string }[];
  };
  expect(nodes.map(({ release }) => release)).toEqual(['4.1.10', '4.1.10', '4.1.10']);
  await endLoad(load);
});
