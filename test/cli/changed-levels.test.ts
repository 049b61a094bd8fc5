import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plannedLab, type SimulatedLab } from './simulated-lab.ts';

function declareQuorum({ folder }: SimulatedLab): void {
  const file = join(folder, 'ringward.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('LOCAL_QUORUM', 'QUORUM'));
}

const other = 'consistency of default is QUORUM by now, in the plan LOCAL_QUORUM';

test('levels that are others since the plan was made: diff, rehearse and run say that it is not begun', async () => {
  const lab = await plannedLab();
  declareQuorum(lab);
  const diff = await lab.runHere('upgrade diff plan.json');
  expect(diff).toMatchObject({
    code: 3,
    out: expect.stringContaining(`changed: ${other}`) as string,
  });
  const rehearsed = await lab.here('upgrade rehearse plan.json');
  expect(rehearsed.out).toContain(`a run would refuse it: ${other}; make it anew: `);
  const run = await lab.runHere('upgrade run plan.json --yes');
  expect(run.code).toBe(2);
  expect(run.err).toBe(
    `error: ${other}\nhint: make it anew: ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8\n`,
  );
  expect(lab.nodes().every(({ stops }) => stops === 0)).toBe(true);
});

test('a run that was begun goes on by its plan, and says so', async () => {
  const lab = await plannedLab();
  await lab.here('lab fault 2 dies-starting');
  expect((await lab.runHere('upgrade run plan.json --yes')).code).toBe(4);
  declareQuorum(lab);
  const resumed = await lab.here('upgrade resume');
  expect(resumed.err).toContain(`${other}: a run that was begun goes on by its plan\n`);
  expect(lab.nodes().map(({ release }) => release)).toEqual(['5.0.8', '5.0.8', '5.0.8']);
});
