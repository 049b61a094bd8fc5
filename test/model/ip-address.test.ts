import { expect, test } from 'vitest';
import { canonicalAddress } from '../../src/model/ip-address.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:DB8::00ff', '2001:db8:0:0:0:0:0:ff'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['0:0:0:0:0:FFFF:7f00:0001', '127.0.0.1'],
  ['::127.0.0.1', '0:0:0:0:0:0:7f00:1'],
])('%s is %s', (text, address) => {
  expect(canonicalAddress(text)).toBe(address);
});

test.each(['', 'db1', '256.0.0.1', '1.2.3', '127.0.0.01', ':', ':::', '1:2', '::1%eth0', '::g'])(
  '%j is no address',
  (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  },
);
