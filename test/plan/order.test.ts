import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderNodes } from '../../src/plan/order.ts';

const node = (dc: string, rack: string, address: string) => ({ dc, rack, address });

test('goes DC by DC, rack by rack, addresses by number', () => {
  const nodes = [
    node('dc2', 'r1', '10.0.1.1'),
    node('dc1', 'r2', '10.0.0.3'),
    node('dc1', 'r1', '10.0.0.10'),
    node('dc1', 'r1', '10.0.0.9'),
  ];
  expect(orderNodes(nodes).map(({ node: { address }, reason }) => `${address}: ${reason}`)).toEqual(
    [
      '10.0.0.9: canary, first of all: dc dc1 (1 of 2), rack r1 (1 of 2), node 1 of 2',
      '10.0.0.10: dc dc1 (1 of 2), rack r1 (1 of 2), node 2 of 2',
      '10.0.0.3: dc dc1 (1 of 2), rack r2 (2 of 2), node 1 of 1',
      '10.0.1.1: dc dc2 (2 of 2), rack r1 (1 of 1), node 1 of 1',
    ],
  );
});

test('never comes back to a rack it has left, and loses no node', () => {
  const some = fc.record({
    dc: fc.constantFrom('a', 'b'),
    rack: fc.constantFrom('1', '2', '10'),
    address: fc.ipV4(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(some, { selector: ({ address }) => address }), (nodes) => {
      const ordered = orderNodes(nodes).map(({ node: one }) => one);
      expect(new Set(ordered)).toEqual(new Set(nodes));
      const visits = ordered
        .map(({ dc, rack }) => `${dc}/${rack}`)
        .filter((place, index, all) => place !== all[index - 1]);
      expect(visits).toHaveLength(new Set(visits).size);
    }),
  );
});
