import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plannedLab } from './simulated-lab.ts';

const shipped = readFileSync('./playbooks/rolling-restart.yaml', 'utf8');

test('a restart of one rack touches its nodes alone, and a plan says so', async () => {
  const lab = await plannedLab();
  const line = 'upgrade plan --playbook rolling-restart --only rack=rack2 --out rack.json';
  expect((await lab.here(line)).out).toMatch(/ {2}2\. \S+ .*: left out by --only\n/);
  const ran = await lab.here('upgrade run rack.json --yes --format ndjson --junit out.xml');
  expect(ran.code).toBe(0);
  const done = ran.out.split('\n').filter((event) => event.includes('"node-done"'));
  expect(done).toHaveLength(1);
  expect((await lab.here('upgrade status')).out).toContain('1/1 nodes done, complete');
  const junit = readFileSync(join(lab.folder, 'out.xml'), 'utf8');
  expect(junit.match(/<testsuite /g)).toHaveLength(1);
  expect(junit).toMatch(/failures="0" errors="0" skipped="0"/);
  expect(junit).toContain('name="gate after: cql-answers"');
});

test('a rack that is not there is a usage error, before anything is written', async () => {
  const lab = await plannedLab();
  const { code, err } = await lab.runHere('restart --yes --only rack=nowhere');
  expect(code).toBe(2);
  expect(err).toContain('--only rack=nowhere: there is none');
});

test('a playbook that wants the canary approved: 7, approve, resume, 0', async () => {
  const lab = await plannedLab();
  const file = join(lab.folder, 'careful.yaml');
  writeFileSync(file, `${shipped.replace(/^name: .*/m, 'name: careful')}\napprove: [canary]\n`);
  const planned = await lab.here('upgrade plan --playbook careful.yaml --out careful.json');
  expect(planned.out).toMatch(/ {2}2\. .*; waits for approval of canary\n/);
  const first = await lab.runHere('upgrade run careful.json --yes');
  expect(first.code).toBe(7);
  expect(first.err).toMatch(
    /^error: waiting for approval of canary before \S+; no node is part-way$/m,
  );
  expect((await lab.runHere('upgrade status')).code).toBe(7);
  expect((await lab.here('upgrade approve canary')).code).toBe(0);
  const last = await lab.here('upgrade resume');
  expect(last.code).toBe(0);
  expect(last.out).toContain('canary is approved');
  expect(last.out).toContain('3/3 nodes done, complete');
});

test('diff: a fresh plan fits; a plan of another cluster is a usage error', async () => {
  // So fast that a busy machine puts the nodes' clocks apart is too fast here.
  const lab = await plannedLab({ pace: 10 });
  const fits = await lab.here('upgrade diff plan.json');
  expect(fits).toMatchObject({ code: 0, out: 'The plan fits the cluster as it is now.\n' });
  const told = JSON.parse((await lab.here('upgrade diff plan.json --format json')).out) as object;
  expect(told).toMatchObject({ kind: 'ringward-plan-diff', verdict: 'fits', changed: [] });
  expect((await lab.runHere('upgrade diff missing.json')).code).toBe(2);
});

test('a plan for a change ticket, and a file for JUnit that cannot be written is told', async () => {
  const lab = await plannedLab();
  const line = 'upgrade plan --to 5.0.8 --format markdown';
  expect((await lab.here(line)).out).toContain('# Roll to 5.0.8 of cluster ringward-simulated\n');
  const { code, err } = await lab.runHere('upgrade run plan.json --yes --junit no/such/folder.xml');
  expect(code).toBe(0);
  expect(err).toContain('warning: the report could not be written: ');
});

test('a run that is aborted after its end ends by the time that its nodes have', async () => {
  const lab = await plannedLab();
  await lab.here('lab load --dir . --rate 20 --for 1s');
  expect((await lab.runHere('upgrade run plan.json --yes')).code).toBe(3);
  await lab.here('upgrade abort');
  const { how, startedAt, endedAt } = JSON.parse(
    (await lab.here('upgrade status --format json')).out,
  ) as Readonly<Record<'startedAt' | 'endedAt', number>> & { readonly how: string };
  expect(how).toBe('aborted');
  expect(endedAt).toBeGreaterThanOrEqual(startedAt);
});
