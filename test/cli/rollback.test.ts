import { expect, test } from 'vitest';
import { addresses, plannedLab, type SimulatedLab } from './simulated-lab.ts';

/** A way to 5.0.8 on which the second node does not start. */
async function failedRoll(): Promise<SimulatedLab> {
  const lab = await plannedLab();
  await lab.here(`lab fault 2 dies-starting`);
  expect((await lab.run('upgrade run plan.json --yes')).code).toBe(4);
  return lab;
}

test('a node that does not start is put back as the report says, and the run is over', async () => {
  const lab = await failedRoll();
  const status = await lab.runHere('upgrade status');
  expect(status.out).toMatch(
    /^or put the node back on its release: ringward upgrade rollback \S+$/m,
  );
  const planned = await lab.here('upgrade rollback');
  expect(planned.out).toMatch(
    /^ {2}1\. 127\.0\.77\.2 .* on 5\.0\.8: left by run \S+ in await-return$/m,
  );
  expect(planned.err).toMatch(/^next: ringward upgrade run rollback\.json$/m);
  expect((await lab.here('upgrade rehearse rollback.json')).out).toContain(
    '1/1 nodes done, complete',
  );
  const [, first = ''] = /rollback (\S+)$/m.exec(status.out) ?? [];
  await lab.mustRun('upgrade run rollback.json --yes');
  expect(lab.nodes().map(({ release }) => release)).toEqual(['5.0.8', '4.1.10', '4.1.10']);
  const resumed = await lab.runHere(`upgrade resume ${first}`);
  expect(resumed).toMatchObject({ code: 2, err: expect.stringContaining('was aborted') as string });
});

test('all of them: the one that was left, then the newest', async () => {
  const lab = await failedRoll();
  const told = JSON.parse((await lab.here('upgrade rollback --all --format json')).out) as {
    readonly nodes: readonly { readonly address: string; readonly leftOut?: true }[];
  };
  const taken = told.nodes.filter(({ leftOut }) => !leftOut).map(({ address }) => address);
  expect(taken).toEqual([addresses[1], addresses[0]]);
  await lab.mustRun('upgrade run rollback.json --yes');
  expect(lab.nodes().map(({ release }) => release)).toEqual(['4.1.10', '4.1.10', '4.1.10']);
});

test('a run that complains of nothing has no node to put back: exit 2, and what --all would do', async () => {
  const lab = await plannedLab();
  await lab.here('upgrade run plan.json --yes');
  const { code, err } = await lab.runHere('upgrade rollback');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^error: no plan: run \S+ left no node part-way; 3 are done\nhint: .* --all\n$/,
  );
});

test('what is no plan is not written over', async () => {
  const lab = await failedRoll();
  const { code, err } = await lab.runHere('upgrade rollback --out cluster.json');
  expect(code).toBe(2);
  expect(err).toContain('is there and is no plan');
});
