/**
 * From which release lines a node may go straight to a line. Source: NEWS.txt of each target,
 * "Upgrading", and the edges Cassandra tests itself (UpgradeTestBase, upgrade_manifest.py).
 * 3.x to 5.0 and 2.x to 4.0 are refused by Cassandra at start.
 */
const hops: Readonly<Record<string, readonly string[]>> = {
  '2.1': ['2.0'],
  '2.2': ['2.1'],
  '3.0': ['2.1', '2.2'],
  '3.11': ['2.1', '2.2', '3.0'],
  '4.0': ['3.0', '3.11'],
  '4.1': ['3.0', '3.11', '4.0'],
  '5.0': ['4.0', '4.1'],
  '6.0': ['4.0', '4.1', '5.0'],
};

/** Lines that may go straight to `to`, itself included; undefined when the line is not known. */
export function linesThatMayGoTo(to: string): readonly string[] | undefined {
  const from = Object.hasOwn(hops, to) ? hops[to] : undefined;
  return from && [...from, to];
}
