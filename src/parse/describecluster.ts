import type { Parsed } from '../model/parsed.ts';
import type { ClusterDescription } from '../model/readings.ts';
import { plainAddress } from './plain-address.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool describecluster`. Up to 3.11 it ends with the schema versions; from 4.0 on statistics,
 * release versions and keyspaces follow, and a text that begins them must have them all.
 */
export function parseDescribeCluster(text: string): Parsed<ClusterDescription> {
  return reading(() => {
    const lines = linesOf(text);
    const last = lines.at(-1) ?? '';
    const field = (label: string) =>
      lines.map((line) => line.trim()).find((line) => line.startsWith(`${label}: `)) ??
      unreadable(last, `no line "${label}:"`);
    const schema = versionsBelow(lines, 'Schema versions:');
    if (schema.length === 0) unreadable(last, 'no schema version: it was cut off');
    const hasMore = lines.some((line) => line.startsWith('Stats for all nodes:'));
    if (hasMore && !lines.some((line) => line.startsWith('Keyspaces:'))) {
      unreadable(last, 'the part on keyspaces is missing: it was cut off');
    }
    return {
      name: field('Name').slice('Name: '.length),
      partitioner: field('Partitioner').slice('Partitioner: '.length),
      schemaVersions: schema.filter(({ version }) => version !== 'UNREACHABLE'),
      unreachable: schema.flatMap((each) => (each.version === 'UNREACHABLE' ? each.addresses : [])),
      releaseVersions: hasMore ? versionsBelow(lines, 'Database versions:') : undefined,
    };
  });
}

interface Version {
  readonly version: string;
  readonly addresses: readonly string[];
}

/** `UUID: [address, address]` lines up to the next title, with blank lines between. */
function versionsBelow(lines: readonly string[], title: string): readonly Version[] {
  const at = lines.findIndex((line) => line.trim() === title);
  if (at < 0) return [];
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => /^\S/.test(line));
  return below
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => line.trim() !== '')
    .map(versionOf);
}

function versionOf(line: string): Version {
  const [, version = '', addresses = ''] =
    /^\s+(\S+): \[(.*)\]\s*$/.exec(line) ?? unreadable(line, 'not a version with its addresses');
  return { version, addresses: addresses.split(/,\s*/).map(plainAddress) };
}
