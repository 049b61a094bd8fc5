import { expect, test } from 'vitest';
import { findRun, lockPath, readRun, runPaths } from '../../src/execute/run-store.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const about = {
  plan: { playbook: 'upgrade-4.1-to-5.0', toVersion: '5.0.8' },
  next: nextCommands({ inventory: 'a.yaml' }),
};

test('a cluster name cannot leave the state folder', () => {
  expect(lockPath('/s', '../../etc')).toBe('/s/%2E%2E%2F%2E%2E%2Fetc/lock');
});

test('the newest run is found, or the one named', async () => {
  const files = memoryFiles({
    '/s/c/runs/20260101-1/journal.ndjson': '',
    '/s/c/runs/20260102-1/journal.ndjson': '',
  });
  expect(await findRun(files, '/s', 'c', undefined, nextCommands({}))).toBe('20260102-1');
  expect(await findRun(files, '/s', 'c', '20260101-1', nextCommands({}))).toBe('20260101-1');
});

test('a run that never began, without a journal, is not the newest', async () => {
  const files = memoryFiles({
    '/s/c/runs/20260101-1/journal.ndjson': '',
    '/s/c/runs/20260102-1/plan.json': '',
  });
  expect(await findRun(files, '/s', 'c', undefined, nextCommands({}))).toBe('20260101-1');
});

test('a run that is not there is a usage error that names the newest', async () => {
  const files = memoryFiles({ '/s/c/runs/20260101-1/journal.ndjson': '' });
  await expect(findRun(files, '/s', 'c', 'other', nextCommands({}))).rejects.toMatchObject({
    exitCode: 2,
    hint: 'the newest is 20260101-1',
  });
  await expect(findRun(files, '/s', 'empty', undefined, nextCommands({}))).rejects.toMatchObject({
    exitCode: 2,
    hint: 'none was begun from here; of one begun on another machine, or with another --state-dir, `ringward upgrade status` there tells; a new one is begun by: ringward upgrade run plan.json, or ringward restart',
  });
});

test('a journal is folded into how far the run is', async () => {
  const paths = runPaths('/s', 'c', 'r');
  const lines = [
    { format: 1 },
    { at: 1, type: 'run-started', runId: 'r', cluster: 'c', planDigest: 'd', nodes: 1 },
    { at: 2, type: 'node-started', node: 'n', generation: 7 },
    { at: 3, type: 'step-started', node: 'n', step: 0, kind: 'drain' },
  ];
  const files = memoryFiles({
    [paths.journal]: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  });
  expect((await readRun(files, paths, about)).progress).toEqual({
    runId: 'r',
    approved: [],
    isFrozen: false,
    baselines: new Map(),
    effects: [],
    compared: new Map(),
    planDigest: 'd',
    ended: undefined,
    done: [],
    newest: {
      address: 'n',
      node: {
        state: 'started',
        takenAt: 2,
        generationBefore: 7,
        steps: { 0: 'started' },
        stepAt: 3,
        actAt: 3,
      },
    },
    earlier: new Map(),
    begun: ['n'],
  });
});

test('a run without a journal is an error', async () => {
  await expect(readRun(memoryFiles(), runPaths('/s', 'c', 'r'), about)).rejects.toThrow(
    'there is no journal',
  );
});

test.each([
  [
    about.plan,
    'ringward upgrade run /s/c/runs/r/plan.json --inventory a.yaml; what is done already is not done again',
  ],
  [
    { playbook: 'my-restart' },
    'ringward upgrade run /s/c/runs/r/plan.json --inventory a.yaml; every',
  ],
  [
    { playbook: 'rolling-restart' },
    'ringward restart --inventory a.yaml; every node is taken again',
  ],
])('a broken journal of %j: how to begin anew', async (plan, command) => {
  const paths = runPaths('/s', 'c', 'r');
  for (const text of ['', '{"format":1}\nnonsense\n']) {
    const files = memoryFiles({ [paths.journal]: text });
    const hint = expect.stringContaining(
      `look: ringward health --for 90s --inventory a.yaml, then start anew: ${command}`,
    ) as string;
    await expect(readRun(files, paths, { ...about, plan })).rejects.toMatchObject({ hint });
  }
});
