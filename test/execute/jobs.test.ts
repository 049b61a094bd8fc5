import { expect, test } from 'vitest';
import { smallRoll } from './small-roll.ts';

const node = '10.0.0.1';

/** A roll, and under which name each act on the first node was kept there. */
function rollWithJobs(wish: Parameters<typeof smallRoll>[0] = {}) {
  const roll = smallRoll(wish);
  const { runner } = roll.ports;
  const run = runner.run.bind(runner);
  const jobs: string[] = [];
  runner.run = async (request) => {
    const { job } = request;
    if (job && request.node === node) jobs.push(`${job.folder} ${job.name}`);
    return await run(request);
  };
  const kinds = () => jobs.map((job) => job.replace(/^.* (\w+)-\d+-\w{12}$/, '$1'));
  return { ...roll, jobs, kinds };
}

/** The first time that the first node is installed, the run is killed. */
function cutOffInInstall() {
  const roll = rollWithJobs();
  let isCut = false;
  roll.when(`${node} install 5.0.8`, () => {
    if (isCut) return;
    isCut = true;
    throw new Error('killed');
  });
  return roll;
}

test('each act of a run has a name of its own on the node', async () => {
  const { run, jobs, kinds } = rollWithJobs();
  await run();
  expect(kinds()).toEqual(['drain', 'stop', 'install', 'configure', 'start']);
  expect(jobs[0]).toMatch(/^\/var\/tmp\/ringward-sim-10\.0\.0\.1\.jobs-r1 drain-\d+-\w{12}$/);
});

test('an act that was cut off is asked for again by its name', async () => {
  const { run, resume, jobs, kinds } = cutOffInInstall();
  await run().catch(() => undefined);
  await resume();
  expect(kinds()).toEqual(['drain', 'stop', 'install', 'install', 'configure', 'start']);
  expect(jobs[3]).toBe(jobs[2]);
});

test('what is done a second time does not find what came of the first', async () => {
  const { run, resume, byHand, jobs, kinds } = cutOffInInstall();
  await run().catch(() => undefined);
  await byHand('start', node);
  await resume();
  expect(kinds().slice(0, 6)).toEqual(['drain', 'stop', 'install', 'drain', 'stop', 'install']);
  expect(new Set(jobs).size).toBe(jobs.length);
});
