import { expect, test } from 'vitest';
import type { NodeProgress } from '../../src/model/node-progress.ts';
import { reentryStep, type NodeReality } from '../../src/execute/reentry.ts';
import { upgradeSteps } from './small-roll.ts';

const [drain, stop, install, configure, start, awaitReturn, soak] = [0, 1, 2, 3, 4, 5, 6] as const;

const done = (...steps: number[]): NodeProgress['steps'] =>
  Object.fromEntries(steps.map((step) => [step, 'done']));

test.each<[string, NodeProgress['steps'], NodeReality, number]>([
  ['nothing journalled', {}, { process: 'running', isRestarted: false }, drain],
  [
    'drain begun, still running',
    { 0: 'started' },
    { process: 'running', isRestarted: false },
    drain,
  ],
  ['drain fell back', { 0: 'fell-back' }, { process: 'running', isRestarted: false }, stop],
  [
    'stop begun and it stopped',
    { ...done(0), 1: 'started' },
    { process: 'stopped', isRestarted: false },
    install,
  ],
  [
    'install half done',
    { ...done(0, 1), 2: 'started' },
    { process: 'stopped', isRestarted: false },
    install,
  ],
  [
    'configure failed',
    { ...done(0, 1, 2), 3: 'failed' },
    { process: 'stopped', isRestarted: false },
    configure,
  ],
  [
    'started by hand on the old version before the swap',
    { ...done(0, 1), 2: 'started' },
    { process: 'running', isRestarted: false },
    drain,
  ],
  [
    'start begun, starting',
    { ...done(0, 1, 2, 3), 4: 'started' },
    { process: 'running', isRestarted: false },
    start,
  ],
  [
    'waiting for its return, still starting',
    { ...done(0, 1, 2, 3, 4), 5: 'started' },
    { process: 'running', isRestarted: false },
    awaitReturn,
  ],
  [
    'waiting for its return, died',
    { ...done(0, 1, 2, 3, 4), 5: 'failed' },
    { process: 'stopped', isRestarted: false },
    start,
  ],
  [
    'back already',
    { ...done(0, 1, 2, 3), 4: 'started' },
    { process: 'running', isRestarted: true },
    awaitReturn,
  ],
  [
    'soaking',
    { ...done(0, 1, 2, 3, 4, 5), 6: 'refused' },
    { process: 'running', isRestarted: true },
    soak,
  ],
  [
    'nothing known of the process',
    { ...done(0), 1: 'started' },
    { process: 'unknown', isRestarted: false },
    stop,
  ],
])('%s', (_, steps, reality, expected) => {
  const progress: NodeProgress = { state: 'started', takenAt: 0, generationBefore: 1, steps };
  expect(reentryStep(upgradeSteps, progress, reality)).toBe(expected);
});
