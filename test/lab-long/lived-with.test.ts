import { beforeAll, expect, test } from 'vitest';
import { clientOf } from '../lab/client-of.ts';
import { healthUntil, isHealthy } from '../lab/health-until.ts';
import { labIn } from '../lab/ringward.ts';

const lab = labIn('lived-with', '127.0.78');
const flags = ['--yes', '--state-dir', lab.state];

beforeAll(() => lab.up('4.1.10'));

test('a keyspace of one replica and a node that is down: refused, then lived with, and made good', async () => {
  await clientOf(lab.address(1), async (client) => {
    await client.execute(
      `CREATE KEYSPACE scratch WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}`,
    );
    await client.execute(
      'CREATE TABLE scratch.cache (id int PRIMARY KEY) WITH gc_grace_seconds = 60',
    );
  });
  const held = await lab.run('restart', ...flags);
  expect(held.code, held.out + held.err).toBe(3);
  expect(held.err).toContain('or live with it: --accept keyspace=scratch --because TEXT');

  await lab.exec('3', 'nodetool', 'drain');
  await lab.exec('3', 'stop');
  await healthUntil(lab, 60, ({ findings }) =>
    findings.some(({ detector }) => detector === 'node-down'),
  );
  const accepted = ['--accept', 'keyspace=scratch', '--because', 'it is a cache'];
  const down = await lab.run('restart', ...flags, ...accepted);
  expect(down.code, down.out + down.err).toBe(3);
  expect(down.err).toContain('--allow-down 1');

  const { out } = await lab.mustRun('restart', ...flags, ...accepted, '--allow-down', '1');
  expect(out).toContain('2/2 nodes done, complete');
  expect(out).toContain('accepted (it is a cache): keyspace scratch');
  expect(out).toContain(`${lab.address(3)}, down and allowed to be (--allow-down)`);
  expect(out).toContain(
    `left for later, down when the plan was made: ${lab.address(3)}; once back`,
  );

  await lab.exec('3', 'start');
  await healthUntil(lab, 180, isHealthy);
  const only = ['--only', `node=${lab.address(3)}`];
  const last = await lab.mustRun('restart', ...flags, ...accepted, ...only);
  expect(last.out).toContain('1/1 nodes done, complete');
});
