const remembered = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The addresses as a set, made once for each list: members stay the same from look to look. */
export function addressSet(addresses: readonly string[]): ReadonlySet<string> {
  const known = remembered.get(addresses) ?? new Set(addresses);
  remembered.set(addresses, known);
  return known;
}
