/** A look is judged beside those before it in up to so many series. */
const kept = 4;

/**
 * Of a pure function of a value that comes and goes with a look: worked out once for each of the newest few. A WeakMap
 * would keep what it has of values that are gone through every collection of young objects, and looks come by the
 * thousand; for values that stay there is onceForEach.
 */
export function onceForNewest<K extends object, R>(work: (value: K) => R): (value: K) => R {
  const known: { readonly value: K; readonly result: R }[] = [];
  let place = 0;
  return (value) => {
    const before = known.find((each) => each.value === value);
    if (before) return before.result;
    const result = work(value);
    known[place] = { value, result };
    place = (place + 1) % kept;
    return result;
  };
}
