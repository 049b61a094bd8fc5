/**
 * Of a pure function of a value that nobody changes: worked out once for each, and forgotten with it.
 * Equal values that are not the same one are worked out again, and so is a value whose result is undefined.
 */
export function onceForEach<K extends object, R>(work: (value: K) => R): (value: K) => R {
  const known = new WeakMap<K, R>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const result = work(value);
    known.set(value, result);
    return result;
  };
}
