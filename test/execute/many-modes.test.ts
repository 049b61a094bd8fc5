import { expect, test } from 'vitest';
import { writeControl } from '../../src/execute/control.ts';
import { gates } from '../../src/gates/index.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { atEvent } from './at-event.ts';

/** A node shares ranges with few others, which alone are asked for their views of the ring. */
const wide = { dcs: { dc1: { rack1: 13, rack2: 13, rack3: 13 } }, vnodes: 1 };

test.each(['storage-mode-upgrading', 'storage-mode-none', 'downgrade-5.0-to-4.1'])(
  '%s goes on from node to node above 30 nodes: the mode of every node is asked for',
  async (playbook) => {
    const { plan, cluster } = await simulatedRoll({ playbook, cluster: wide });
    const parts = { gates, detectors: [], looksByValue: true };
    const roll = rollOn(cluster.state(), plan, {}, parts);
    await writeControl(roll.files, paths, { approved: approvalsOf(plan.nodes) });
    let done = 0;
    const isDone = ({ type }: UpgradeEvent) => type === 'node-done';
    atEvent(roll, isDone, () => {
      done += 1;
      if (done >= 2) roll.soft.abort();
    });
    const failure = await roll.run().catch((error: unknown) => error);
    expect(done, String(failure)).toBe(2);
  },
);
