import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  expect(planned.out).toMatch(
    /^warning: no answer from 127\.0\.77\.2: which release it runs is told by the journal of run \S+ alone$/m,
  );
  expect(planned.err).toMatch(/^next: ringward upgrade run rollback\.json$/m);
  const diff = await lab.runHere('upgrade diff rollback.json');
  expect(diff).toMatchObject({ code: 0, out: expect.stringContaining('The plan fits') as string });
  expect(diff.out).toContain('release: 127.0.77.2 ran 5.0.8, now not seen\n');
  expect((await lab.here('upgrade rehearse rollback.json')).out).toContain(
    '1/1 nodes done, complete',
  );
  const [, first = ''] = /rollback (\S+)$/m.exec(status.out) ?? [];
  await lab.mustRun('upgrade run rollback.json --yes');
  expect(lab.nodes().map(({ release }) => release)).toEqual(['5.0.8', '4.1.10', '4.1.10']);
  const all = await lab.runHere('upgrade rollback --all');
  expect(all.code).toBe(2);
  expect(all.err).toMatch(
    /was taken back by run \S+, which is complete\nhint: 127\.0\.77\.1 on 5\.0\.8 stayed so; they go back, too, by: ringward upgrade plan --playbook downgrade-5\.0-to-4\.1 --to 4\.1\.10\n$/,
  );
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

test('all of them again, behind a way back: what that one has done is no stranger', async () => {
  const lab = await failedRoll();
  await lab.here('upgrade rollback --all');
  await lab.mustRun('upgrade run rollback.json --yes');
  const [run = ''] = readdirSync(runsOf(lab));
  const again = await lab.here(`upgrade rollback ${run} --all`);
  expect(again.out).toMatch(/^ {2}1\. 127\.0\.77\.2 .* on 4\.1\.10: left by run /m);
});

test('a roll that was finished elsewhere is not taken back from here: exit 3, and the way that there is', async () => {
  const lab = await plannedLab();
  await lab.here('upgrade plan --to 5.0.8 --only node=127.0.77.1 --out first.json');
  await lab.here('upgrade run first.json --yes');
  await lab.here('upgrade plan --to 5.0.8 --out rest.json');
  await lab.here('upgrade run rest.json --yes --state-dir elsewhere');
  const { code, err } = await lab.runHere('upgrade rollback --all');
  expect(code).toBe(3);
  expect(err).toMatch(
    /^error: no plan: the nodes are not as run \S+ left them: 127\.0\.77\.2, 127\.0\.77\.3 run 5\.0\.8, the run left them on 4\.1\.10\nhint: .* ringward upgrade status; .* ringward upgrade plan --playbook downgrade-5\.0-to-4\.1 --to 4\.1\.10\n$/,
  );
  expect(readdirSync(lab.folder)).not.toContain('rollback.json');
});

test('a run that complains of nothing has no node to put back: exit 2, and what --all would do', async () => {
  const lab = await plannedLab();
  await lab.here('upgrade run plan.json --yes');
  const { code, err } = await lab.runHere('upgrade rollback');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^error: no plan: run \S+ left no node part-way; 3 are done\nhint: .* --all\n$/,
  );
  for (const line of [
    'rollback',
    'plan --to 6.0.0',
    'plan --playbook rolling-restart --to 5.0.8',
    'plan --to 5.0.8 --only dc=dc3',
  ]) {
    const told = await lab.runHere(`upgrade ${line} --format json`);
    expect(told.code).toBe(2);
    expect(JSON.parse(told.out)).toMatchObject({ kind: 'ringward-no-plan', preflight: [] });
  }
});

test('a run of which each step has ended has nothing to be settled: exit 2, and what there is to do', async () => {
  const lab = await failedRoll();
  const { code, err } = await lab.runHere('upgrade resume --settle');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^error: run (\S+) left no step of which it is not known how it ended\nhint: go on with: ringward upgrade resume \1; or take it back: ringward upgrade rollback \1$/m,
  );
});

test('what is no plan is not written over', async () => {
  const lab = await failedRoll();
  const { code, err } = await lab.runHere('upgrade rollback --out cluster.json');
  expect(code).toBe(2);
  expect(err).toContain('is there and is no plan');
});

test('a plan of a way back that was edited is made anew by what made it', async () => {
  const lab = await failedRoll();
  await lab.here('upgrade rollback');
  const file = join(lab.folder, 'rollback.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"5.0.8"', '"5.0.9"'));
  const { code, err } = await lab.runHere('upgrade run rollback.json --yes');
  expect(code).toBe(2);
  expect(err).toMatch(
    /the plan was changed after it was made\nhint: make a new one: ringward upgrade rollback \S+ --out PLAN\n$/,
  );
});

function runsOf({ folder }: SimulatedLab): string {
  return join(folder, '.local/state/ringward/ringward-simulated/runs');
}

test('of a run whose own plan is gone there is no way back, and no plan is asked for', async () => {
  const lab = await failedRoll();
  const [run = ''] = readdirSync(runsOf(lab));
  rmSync(join(runsOf(lab), run, 'plan.json'));
  const { code, err } = await lab.runHere('upgrade rollback');
  expect(code).toBe(2);
  expect(err).toMatch(
    /plan\.json: the plan of this run is gone\nhint: its journal says what was done: /,
  );
});

test.each(['{', 'null'])(
  'a later run whose plan says %s: exit 2, that file named',
  async (text) => {
    const lab = await failedRoll();
    const [run = ''] = readdirSync(runsOf(lab));
    const later = join(runsOf(lab), `${run}-later`);
    mkdirSync(later);
    writeFileSync(join(later, 'plan.json'), text);
    writeFileSync(join(later, 'journal.ndjson'), '');
    const { code, err } = await lab.runHere(`upgrade rollback ${run}`);
    expect(code).toBe(2);
    expect(err).toContain(
      text === '{'
        ? `${later}/plan.json: the plan of a later run cannot be read (`
        : `run ${run}-later came after run ${run}`,
    );
  },
);

test('its plan is of the time that the nodes have, by which its age is told', async () => {
  const lab = await failedRoll();
  const planned = JSON.parse((await lab.here('upgrade rollback --format json')).out) as {
    readonly createdAt: number;
  };
  expect(Math.abs(planned.createdAt - lab.state().at)).toBeLessThan(600_000);
  // Theirs goes faster than that of this machine.
  expect(planned.createdAt - Date.now()).toBeGreaterThan(60_000);
});
