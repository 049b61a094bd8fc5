import { defineConfig } from 'vitest/config';

/** Whole rolls on simulated clusters, by the hundred. */
const simulated = [
  'test/execute/{crash-matrix,faults,faults-of-the-host,near-looks,resting-looks,thousand-rolls,waves-crash,waves-faults}.test.ts',
  'test/simulate/load.test.ts',
];

/** Tiers: unit, simulated and cli run in `npm test`; lab needs Java and Maven; lab-long runs by hand. */
export default defineConfig({
  test: {
    // Bin tests wait for other processes most of the time: a core kept free would be idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cli/**', 'test/lab/**', 'test/lab-long/**', ...simulated],
          // Nothing under test keeps state in a module: files share their imports, at half the CPU.
          isolate: false,
          // Tests side by side in one file wait for processes.
          maxConcurrency: 12,
          // Property tests with thousands of cases share the machine with others.
          testTimeout: 300_000,
        },
      },
      {
        test: { name: 'simulated', include: simulated, isolate: false, testTimeout: 300_000 },
      },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 300_000 } },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: 'test/lab/fetch-all.ts',
          testTimeout: 15 * 60_000,
          hookTimeout: 10 * 60_000,
          fileParallelism: false,
          bail: 1,
        },
      },
      {
        test: {
          name: 'lab-long',
          include: ['test/lab-long/**/*.test.ts'],
          testTimeout: 60 * 60_000,
          hookTimeout: 10 * 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
