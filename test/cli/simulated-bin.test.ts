import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { LoadResult } from '../../src/lab/load-result.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin } from './run-bin.ts';
import { plannedLab, simulatedLab } from './simulated-lab.ts';

const rolled = Array(3).fill({ stops: 1, release: '5.0.8' }) as unknown;

test('health by the state of one cluster that other processes change: 0, 1 with a node stopped, 5 when it cannot tell', async () => {
  const lab = await simulatedLab();
  expect((await lab.run('health')).code).toBe(0);
  await lab.here('lab exec --dir . 2 stop');
  expect((await lab.run('lab status --dir .')).code).toBe(1);
  await vi.waitFor(async () => {
    const { code, out } = await lab.run('health --format json');
    expect(out).toContain('"detector": "node-down"');
    expect(code).toBe(1);
  }, 10_000);
  await lab.here('lab up --simulated --dir .');
  await lab.here('lab status --dir .');
  await lab.here('lab fault --dir . 1 nodetool-says');
  expect((await lab.run('health')).code).toBe(5);
  await lab.here('lab fault --dir . 1 release');
  await vi.waitFor(async () => {
    expect((await lab.run('health')).code).toBe(0);
  }, 10_000);
});

test('plan, rehearse, run, status: each node is stopped once and ends on the target', async () => {
  const lab = await simulatedLab();
  await lab.mustRun('upgrade plan --to 5.0.8');
  await lab.mustRun('upgrade rehearse plan.json');
  expect(lab.nodes()).toEqual(Array(3).fill({ stops: 0, release: '4.1.10' }));
  const { out } = await lab.mustRun('upgrade run plan.json --yes');
  expect(out).toContain('3/3 nodes done, complete');
  expect(lab.nodes()).toEqual(rolled);
  expect((await lab.mustRun('upgrade status')).out).toContain('3/3 nodes done, complete');
  expect((await lab.run('health')).code).toBe(0);
});

test('a load sends what it was asked for in our time, and finds all of it again', async () => {
  const lab = await simulatedLab({ pace: 20 });
  const { out, err } = await lab.mustRun('lab load --dir . --rate 50 --for 2s --format json');
  const result = JSON.parse(out) as LoadResult;
  expect(result).toMatchObject({ passed: true, failed: 0, lost: 0 });
  expect(result.requests).toBeGreaterThan(75);
  expect(result.requests).toBeLessThan(125);
  expect(err).toMatch(
    /^50 requests a second at QUORUM for 2 s …\nthe time of the nodes goes 20 times as fast, and latencies are told in it\n/,
  );
  const verify = await lab.run('lab load --dir . --verify x');
  expect({ code: verify.code, err: verify.err }).toEqual({
    code: 2,
    err: expect.stringContaining('gone with the load that wrote them') as string,
  });
});

test('up makes a lab; down stops every node and keeps it; purged, it is gone', async () => {
  const above = temporaryFolder();
  const folder = join(above, 'lab');
  const made = await runBin(above, `lab up --simulated --dir ${folder} --pace 200`);
  expect({ code: made.code, err: made.err }).toEqual({
    code: 0,
    err: expect.stringContaining('3 SIMULATED nodes') as string,
  });
  expect((await runBin(folder, 'lab down --dir .')).code).toBe(0);
  const status = await runBin(folder, 'lab status --dir .');
  expect(status.out.match(/^node\d .* down/gm)).toHaveLength(3);
  expect((await runBin(folder, 'lab down --dir . --purge')).code).toBe(0);
  expect((await runBin(above, `health --inventory ${folder}/ringward.yaml`)).code).toBe(2);
});

test('a cluster file that is none is one error with its path', async () => {
  const lab = await simulatedLab();
  writeFileSync(join(lab.folder, 'cluster.json'), '{"format":1,"ki');
  const { code, out, err } = await lab.run('health');
  expect(err).toMatch(/^error: .*\/cluster\.json: this is no simulated cluster .*\nhint: .*\n$/);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test('one Ctrl-C finishes the node under way; resume does the others', async () => {
  const lab = await plannedLab();
  const running = lab.start('upgrade run plan.json --yes');
  await running.says(/drain: done/);
  running.child.kill('SIGINT');
  const { code, err } = await running.ended;
  expect(err).toContain('finishing the node under way');
  expect(code).toBe(130);
  expect(lab.nodes().map(({ stops }) => stops)).toEqual([1, 0, 0]);
  await lab.mustRun('upgrade resume');
  expect(lab.nodes()).toEqual(rolled);
});

test('a topology that has changed since: run and rehearsal are refused and name the command that makes a new plan', async () => {
  const lab = await plannedLab();
  await lab.here('lab load --dir . --rate 20 --for 1s');
  const again =
    'hint: this plan cannot go on; make a new one: ' +
    'ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8 --inventory ringward.yaml\n';
  const run = await lab.run('upgrade run plan.json --yes --inventory ringward.yaml');
  expect(run.err).toContain('gate topology-unchanged: a keyspace or its replication changed');
  expect({ code: run.code, hint: run.err.endsWith(again) }).toEqual({ code: 3, hint: true });
  const status = await lab.runHere('upgrade status --inventory ringward.yaml');
  expect(status.code).toBe(3);
  expect(status.out).toContain(again.replace('hint: ', ''));
  const rehearsal = await lab.run('upgrade rehearse plan.json --inventory ringward.yaml');
  expect(rehearsal.code).toBe(1);
  expect(rehearsal.out).toContain(again.replace('hint: ', 'and with this hint:    '));
  expect(rehearsal.out).not.toContain('RUN would be its id');
  await lab.mustRun('upgrade plan --to 5.0.8');
  await lab.mustRun('upgrade run plan.json --yes');
  expect(lab.nodes()).toEqual(rolled);
});

test('a stall that the roll is to cure is known to its plan and its rehearsal, and is cured', async () => {
  const lab = await simulatedLab({ pace: 100 });
  await lab.here('lab load --dir . --rate 20 --for 1s');
  await lab.here('lab fault --dir . 1 compaction-stalls');
  const { out } = await lab.mustRun('upgrade plan --to 5.0.8');
  expect(out).toMatch(/^Open already: stalled-compaction STUCK on 127\.0\.77\.1 /m);
  const rehearsal = await lab.mustRun('upgrade rehearse plan.json');
  expect(rehearsal.out).toContain('3/3 nodes done, complete');
  const run = await lab.mustRun('upgrade run plan.json --yes');
  expect(run.out).toMatch(/127\.0\.77\.1 +drain: fell back: /);
  expect(lab.nodes()).toEqual(rolled);
});

test('a restart that is to cure a stall goes through; one that is not is refused, as its rehearsal says', async () => {
  const lab = await simulatedLab();
  await lab.here('lab load --dir . --rate 20 --for 1s');
  await lab.here('lab fault --dir . 2 compaction-stalls');
  const plan = await lab.mustRun('upgrade plan --playbook rolling-restart');
  expect(plan.out).toMatch(/^warning: will hold the roll while it lasts: stalled-compaction on /m);
  expect((await lab.run('upgrade rehearse plan.json')).code).toBe(1);
  expect((await lab.run('restart --yes')).code).toBe(3);
  await lab.mustRun('restart --cures stalled-compaction --yes');
  expect(lab.nodes().map(({ stops }) => stops)).toEqual([1, 1, 1]);
});
