import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { parseInventory } from '../../src/config/inventory.ts';
import { parsePlaybook } from '../../src/config/playbook.ts';
import { labLimits } from '../../src/model/limits.ts';

const inventory = (section: string) =>
  parseInventory(`cluster: c\nnodes: [10.0.0.1]\n${section}\n`, '/x/ringward.yaml').acceptLoss;
const playbook = (section: string) =>
  parsePlaybook(
    `name: p\ndescription: d\nsteps: [upgradesstables]\n${section}\n`,
    'p.yaml',
    catalogue,
    labLimits,
  ).acceptLoss;

test.each([
  ['an inventory', inventory],
  ['a playbook', playbook],
])('%s names keyspaces that may lose levels, each with a reason', (_, read) => {
  expect(read('')).toBeUndefined();
  expect(read('acceptLoss: {scratch: rebuilt every night, cache_2: "it is one"}')).toEqual({
    scratch: 'rebuilt every night',
    cache_2: 'it is one',
  });
  expect(() => read('acceptLoss: {scratch: ""}')).toThrow('acceptLoss.scratch');
  expect(() => read('acceptLoss: {scratch: }')).toThrow('acceptLoss.scratch: empty is not text');
  expect(() => read('acceptLoss: {"a.b": x}')).toThrow('acceptLoss: "a.b" is no keyspace name');
  expect(() => read('acceptLoss: [scratch]')).toThrow('acceptLoss: list is not a map');
});
