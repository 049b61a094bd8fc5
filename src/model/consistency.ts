export const consistencyLevels = [
  'ANY',
  'ONE',
  'TWO',
  'THREE',
  'LOCAL_ONE',
  'QUORUM',
  'LOCAL_QUORUM',
  'EACH_QUORUM',
  'SERIAL',
  'LOCAL_SERIAL',
  'ALL',
] as const;

export type ConsistencyLevel = (typeof consistencyLevels)[number];
