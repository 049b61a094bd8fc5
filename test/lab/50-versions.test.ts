import { describe } from 'vitest';
import { testsOfOneVersion } from './one-version.ts';

describe.each([
  // It keeps no list of pending hints.
  { version: '4.0.19', network: '127.0.52', without: ['pending-hints'] },
  { version: '4.1.10', network: '127.0.54', without: [] },
  { version: '5.0.8', network: '127.0.53', without: [] },
])('one node of Cassandra $version', (wanted) => {
  testsOfOneVersion(wanted);
});
