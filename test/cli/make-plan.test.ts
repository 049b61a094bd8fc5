import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { makePlan, type PlanWish } from '../../src/cli/make-plan.ts';
import { parsePlaybook } from '../../src/config/playbook.ts';
import { labLimits } from '../../src/model/limits.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';

const file = new URL('../../playbooks/upgrade-4.1-to-5.0.yaml', import.meta.url).pathname;
const playbook = parsePlaybook(readFileSync(file, 'utf8'), file, catalogue, labLimits);

test.each<[Partial<PlanWish>, string, string]>([
  [{ toVersion: 'banana' }, '"banana" is no release', 'such as --to 5.0.8'],
  [{ toVersion: '5.0' }, '"5.0" is no release', 'give the whole release to go to'],
  [{ toVersion: '4.1.11' }, 'goes to 5.0, not to 4.1.11', 'give a release of 5.0'],
  [{ cures: ['stalled-compactions'] }, 'no detector "stalled-compactions"', 'stalled-compaction?'],
])('%o is known to be wrong before the cluster is asked', async (wrong, message, hint) => {
  const { inventory, ports, clock } = await simulatedRoll();
  const before = clock.now();
  const work = makePlan({ inventory, playbook, toVersion: '5.0.8', ...wrong }, ports);
  await expect(work).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message) as string,
    hint: expect.stringContaining(hint) as string,
  });
  expect(clock.now()).toBe(before);
});
