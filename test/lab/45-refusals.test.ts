import { beforeAll, describe, expect, test } from 'vitest';
import { clientOf } from './client-of.ts';
import { healthUntil, isHealthy } from './health-until.ts';
import { labIn, type Ended } from './ringward.ts';

/** Exit 3, said so, and nothing was begun. */
function expectUntouched({ code, out, err }: Ended): string {
  expect(code, out + err).toBe(3);
  expect(out).not.toContain('drain: done');
  return out + err;
}

describe('on a healthy cluster of three', () => {
  const lab = labIn('refusals', '127.0.65');
  const restart = () => lab.run('restart', '--yes', '--state-dir', lab.state);

  beforeAll(() => lab.up('4.1.10'));

  test('a keyspace of two replicas at QUORUM has no room for a stop: named, with its range', async () => {
    await clientOf(lab.address(1), async (client) => {
      await client.execute(
        `CREATE KEYSPACE pair WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2}`,
      );
      expect(expectUntouched(await restart())).toContain(
        'LOCAL_QUORUM in dc1 has 1 live of 2 needed while one node is down',
      );
      await client.execute('DROP KEYSPACE pair');
    });
  });

  test('a node that does not take over a schema change: disagreement, each version with its nodes', async () => {
    await lab.fault('3', 'freeze-schema');
    await clientOf(lab.address(1), async (client) => {
      await client.execute(
        `CREATE KEYSPACE late WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}`,
      );
    });
    const said = expectUntouched(await restart());
    expect(said).toMatch(
      new RegExp(`nodes disagree about the schema: .* by ${lab.address(1)}, ${lab.address(2)}; `),
    );
    await lab.fault('3', 'release');
    await lab.exec('3', 'nodetool', 'resetlocalschema');
    await healthUntil(lab, 180, isHealthy);
  });

  test('a node that hears no peer, while all hear it: it is named with whom it calls down', async () => {
    await lab.fault('3', 'deaf');
    // Node 3 gives up on its peers one after the other: a first finding may be about node 2 alone.
    const report = await healthUntil(lab, 90, ({ nodes }) => nodes[0]?.downBy.length === 1);
    expect(report.nodes[0]).toMatchObject({ downBy: [lab.address(3)], upBy: [lab.address(2)] });
    expect(report.findings.map(({ detector }) => detector)).toContain('gossip-disagreement');
    const said = expectUntouched(await restart());
    expect(said).toContain(`${lab.address(1)} is down in the view of ${lab.address(3)} alone`);
    await lab.fault('3', 'release');
    await healthUntil(lab, 180, isHealthy);
  });
});

describe('where clients log in and system_auth has one replica', () => {
  const lab = labIn('one-replica', '127.0.67');

  beforeAll(() => lab.up('4.1.10', '--auth', '--default-rf'));

  test('no node may stop: system_auth is named, and how its replicas are raised', async () => {
    const said = expectUntouched(await lab.run('restart', '--yes', '--state-dir', lab.state));
    expect(said).toContain('system_auth');
    expect(said).toContain('ALTER KEYSPACE system_auth');
  });
});
