import { describe } from 'vitest';
import { testsOfOneVersion } from '../lab/one-version.ts';

/** Cassandra before 4.0 runs on Java 8 alone: RINGWARD_JAVA_8 is the path of one. */
const java = process.env['RINGWARD_JAVA_8'];
if (java === undefined) throw new Error('RINGWARD_JAVA_8 is not set: no Java 8 to run these on');

/** nodetool of 2.x and 3.x has no such commands; JMX tells most of it all the same, but for what is counted from 4.0 on. */
const without = [
  'pending-hints',
  'autocompaction',
  'sstable-counts',
  'java-process',
  'aborted-compactions',
  'compaction-stacks',
];

describe.each([
  { version: '2.1.22', network: '127.0.61', withoutJmx: ['client-requests'] },
  { version: '2.2.19', network: '127.0.62' },
  { version: '3.11.19', network: '127.0.63' },
])('one node of Cassandra $version', (wanted) => {
  testsOfOneVersion({ ...wanted, java, without });
});
