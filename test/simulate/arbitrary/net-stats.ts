import fc from 'fast-check';
import type { NetStats } from '../../../src/model/readings.ts';

const modes = 'STARTING NORMAL JOINING LEAVING DECOMMISSIONED MOVING DRAINING DRAINED'.split(' ');
const operations = ['Bootstrap', 'Repair', 'Rebuild', 'Restore replica count', 'Bulk Load'];

export function netStats(): fc.Arbitrary<NetStats> {
  return fc.record({
    mode: fc.constantFrom(...modes, 'JOINING_FAILED'),
    streams: fc.array(fc.constantFrom(...operations), { maxLength: 4 }),
  });
}
