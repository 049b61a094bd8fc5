import { onceForEach } from './once-for-each.ts';

/** The addresses as a set, made once for each list: members stay the same from look to look. */
export const addressSet = onceForEach(
  (addresses: readonly string[]): ReadonlySet<string> => new Set(addresses),
);
