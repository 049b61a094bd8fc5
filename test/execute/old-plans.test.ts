import { expect, test } from 'vitest';
import { writeControl } from '../../src/execute/control.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import type { ClusterWish } from '../../src/simulate/new-cluster.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { clusterOf } from '../simulate/simulated.ts';

/** A plan made in CASSANDRA_4 or UPGRADING, carried out once the cluster has gone on. */
async function runLater(playbook: string, compatibility: ClusterWish['compatibility']) {
  const { plan } = await simulatedRoll({ playbook });
  const later = clusterOf({ release: '5.0.8', ...(compatibility && { compatibility }) });
  const roll = rollOn(later, plan);
  await writeControl(roll.files, paths, { approved: approvalsOf(plan.nodes) });
  const failure = await roll.run().catch((error: unknown) => error);
  const { nodes } = roll.cluster.state();
  return { failure, stops: nodes.map(({ stops }) => stops) };
}

test.each([
  ['downgrade-5.0-to-4.1', 'UPGRADING', 'is in UPGRADING, and this roll goes from CASSANDRA_4'],
  ['downgrade-5.0-to-4.1', 'NONE', 'is in NONE, and this roll goes from CASSANDRA_4'],
  [
    'storage-mode-upgrading',
    'NONE',
    'is in NONE, and this roll goes from CASSANDRA_4 or UPGRADING',
  ],
] as const)('a plan of %s is not carried out in %s', async (playbook, mode, why) => {
  const { failure, stops } = await runLater(playbook, mode);
  expect(failure).toMatchObject({
    exitCode: 3,
    message: expect.stringContaining(`gate storage-mode: 10.0.0.1 ${why}`) as string,
    hint: expect.stringContaining('make a new one') as string,
  });
  expect(stops).toEqual([0, 0, 0]);
});
