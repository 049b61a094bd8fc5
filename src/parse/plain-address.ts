import { allGroups } from '../model/ip-address.ts';

/**
 * The IP address alone, in the form in which Java prints it: without host name, slash, port,
 * brackets and zone, IPv6 with all eight groups. `db1/10.0.0.1:7000` is `10.0.0.1`.
 */
export function plainAddress(text: string): string {
  const bare = text
    .slice(text.lastIndexOf('/') + 1)
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^([^:]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .toLowerCase();
  return allGroups(bare);
}
