import { expect, test } from 'vitest';
import { unknownKeyspaces } from '../../src/plan/unknown-keyspaces.ts';
import { addresses, healthySnapshot, missing, without, withSource } from '../gates/healthy-view.ts';
import { healthyRequest, inventory, planOf, restart, upgrade } from './healthy-request.ts';

const declared = { default: ['ALL'], shop: ['QUORUM'], system: ['ONE'] } as const;

test('levels of keyspaces that are there, and those for all others: silent', () => {
  expect(unknownKeyspaces(declared, healthySnapshot)).toEqual([]);
});

test.each(['inventory', 'playbook'])(
  'one of the %s that is not there is told, and what it may be',
  (from) => {
    const consistency = { Shop: ['ALL'], ordres: ['ALL'] } as const;
    const request =
      from === 'playbook'
        ? { ...healthyRequest, playbook: { ...upgrade, consistency } }
        : { ...healthyRequest, inventory: { ...inventory, consistency } };
    const told = [
      'keyspace Shop is not there: its consistency guards nothing; did you mean shop?',
      'keyspace ordres is not there: its consistency guards nothing',
    ];
    expect(planOf(request).warnings).toEqual(expect.arrayContaining(told));
    const again = { ...without(request, 'toVersion'), playbook: { ...restart, consistency } };
    expect(planOf(again).warnings).toEqual(expect.arrayContaining(told));
  },
);

test('where nobody told which there are nothing is said of them', () => {
  const silent = addresses.reduce(
    (so, address) => withSource(so, address, 'keyspaces', missing()),
    healthySnapshot,
  );
  expect(unknownKeyspaces({ ordres: ['ALL'] }, silent)).toEqual([]);
});
