import fc from 'fast-check';
import type { ClusterDescription } from '../../../src/model/readings.ts';
import { isFrom } from '../../../src/simulate/say/release.ts';
import { addresses, uuids } from './names.ts';

const some = fc.array(addresses, { minLength: 1, maxLength: 5 });
const versions = (names: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.record({ version: names, addresses: some }), {
    selector: ({ version }) => version,
    minLength: 1,
    maxLength: 3,
  });

export function clusterDescriptions(release: string): fc.Arbitrary<ClusterDescription> {
  return fc.record({
    name: fc.constantFrom('Test Cluster', 'Test: Cluster', 'a'),
    partitioner: fc.constantFrom('org.apache.cassandra.dht.Murmur3Partitioner', 'Random'),
    schemaVersions: versions(uuids),
    unreachable: fc.oneof(fc.constant([]), some),
    releaseVersions: isFrom(release, 4, 0)
      ? versions(fc.constantFrom('4.0.19', '4.1.10', '5.0-rc1'))
      : fc.constant(undefined),
  });
}
