import type { SourceValues } from '../../model/snapshot.ts';

const noPressure = { someAvg10: 0, fullAvg10: 0 };

const noLimits: SourceValues['cgroup'] = {
  path: '/system.slice/cassandra.service',
  cpu: { limitCpus: undefined, periods: 0, throttledPeriods: 0, throttledMs: 0 },
  memory: {
    limitBytes: undefined,
    usedBytes: 700 * 1024 * 1024,
    cacheBytes: 100 * 1024 * 1024,
    limitHits: 0,
    oomKills: 0,
  },
  ioPressure: noPressure,
};

const noCpuPressure = { someAvg10: 0 };

/** On these machines nothing has to wait, and nothing is held back. */
export const views = {
  'io-pressure': () => noPressure,
  'cpu-pressure': () => noCpuPressure,
  'memory-pressure': () => noPressure,
  cgroup: () => noLimits,
};

export const machineSources = Object.keys(views) as readonly (keyof typeof views)[];
