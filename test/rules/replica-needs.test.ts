import { expect, test } from 'vitest';
import type { ConsistencyLevel } from '../../src/model/consistency.ts';
import { replicaNeeds, type CountableReplication } from '../../src/rules/replica-needs.ts';

const simple = { kind: 'simple', rf: 3 } as const;
const network = { kind: 'network', rfByDc: { dc1: 3, dc2: 2, dc3: 0 } } as const;
const one = ['dc1'];
const two = ['dc1', 'dc2'];

/** `2` anywhere, `dc1:2` in one DC. */
const needs = (
  level: ConsistencyLevel,
  replication: CountableReplication,
  dcs: readonly string[],
): readonly string[] =>
  replicaNeeds(level, replication, dcs).map(({ dc, needed }) =>
    dc === undefined ? String(needed) : `${dc}:${needed}`,
  );

test.each<[ConsistencyLevel, readonly string[], readonly string[], readonly string[]]>([
  // level, NetworkTopologyStrategy 3 + 2, SimpleStrategy 3 in one DC, the same over two
  ['ANY', [], [], []],
  ['ONE', ['1'], ['1'], ['1']],
  ['TWO', ['2'], ['2'], ['2']],
  ['THREE', ['3'], ['3'], ['3']],
  ['QUORUM', ['3'], ['2'], ['2']],
  ['SERIAL', ['3'], ['2'], ['2']],
  ['ALL', ['5'], ['3'], ['3']],
  ['LOCAL_ONE', ['dc1:1', 'dc2:1'], ['dc1:1'], ['dc1:1', 'dc2:1']],
  ['LOCAL_QUORUM', ['dc1:2', 'dc2:2'], ['2'], ['dc1:2', 'dc2:2']],
  ['LOCAL_SERIAL', ['dc1:2', 'dc2:2'], ['2'], ['dc1:2', 'dc2:2']],
  ['EACH_QUORUM', ['dc1:2', 'dc2:2'], ['2'], ['2']],
])('%s', (level, inNetwork, inOneDc, overTwo) => {
  expect(needs(level, network, two)).toEqual(inNetwork);
  expect(needs(level, simple, one)).toEqual(inOneDc);
  expect(needs(level, simple, two)).toEqual(overTwo);
});
