import fc from 'fast-check';
import type { CqlLocal, CqlPeers } from '../../../src/model/readings.ts';
import type { Keyspace, Replication } from '../../../src/model/ring.ts';
import { addresses, counts, maybe, places, releases, uuids, words } from './names.ts';

export function cqlLocals(): fc.Arbitrary<CqlLocal> {
  const known = fc.record({
    releaseVersion: fc.constantFrom(...releases),
    hostId: uuids,
    broadcastAddress: addresses,
    dc: places,
    rack: places,
    schemaVersion: uuids,
    gossipGeneration: counts,
    clusterName: words,
    bootstrapped: fc.constantFrom('COMPLETED', 'IN_PROGRESS', 'NEEDS_BOOTSTRAP'),
    tokens: fc.array(fc.integer().map(String), { maxLength: 20 }),
  });
  return known.map((local) => ({ ...local, tokenCount: local.tokens.length }));
}

export function cqlPeers(): fc.Arbitrary<CqlPeers> {
  const peer = fc.record({
    address: addresses,
    hostId: maybe(uuids),
    releaseVersion: maybe(fc.constantFrom(...releases)),
    schemaVersion: maybe(uuids),
  });
  return fc.record({ peers: fc.uniqueArray(peer, { selector: ({ address }) => address }) });
}

const rf = fc.integer({ min: 0, max: 7 });
const replications: fc.Arbitrary<Replication> = fc.oneof(
  fc.constant({ kind: 'local' } as const),
  fc.record({ kind: fc.constant('simple' as const), rf }),
  fc.record({
    kind: fc.constant('network' as const),
    rfByDc: fc.dictionary(words, rf, { noNullPrototype: true }),
  }),
  fc.record({
    kind: fc.constant('unknown' as const),
    description: fc.constantFrom(
      'class=org.apache.cassandra.locator.NetworkTopologyStrategy dc1=3/1',
      'class=com.example.OwnStrategy dc1=3',
    ),
  }),
);

/** Every cluster has system keyspaces. */
export function keyspaces(): fc.Arbitrary<readonly Keyspace[]> {
  return fc.array(fc.record({ name: words, replication: replications }), { minLength: 1 });
}
