import { beforeAll, describe } from 'vitest';
import { testsOfFailing } from '../lab/failing-tests.ts';
import { labIn } from '../lab/ringward.ts';
import { testsOfStalls } from '../lab/stall-tests.ts';

/** What the real-node tier shows on 4.1.10, on the newest release. */
const version = '5.0.8';

describe(`stalls on ${version}`, () => {
  const lab = labIn('newest', '127.0.27');
  beforeAll(() => lab.up(version));
  testsOfStalls(lab);
});

describe(`failing compactions on ${version}`, () => {
  testsOfFailing(labIn('newest-failing', '127.0.69'), version);
});
