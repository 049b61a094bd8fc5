/** Requests whose writes share a partition, so that one read of it checks them all. */
const bucketSize = 200;

export type Operation =
  { readonly kind: 'write'; readonly n: number } | { readonly kind: 'read'; readonly n: number };

/** Request number `index` of a load: writes and reads in turn. A read asks for a write known to be there. */
export function operationAt(index: number, acknowledged: readonly number[]): Operation {
  // A fixed stride over all that was acknowledged: old and new ones, and no dice.
  const known = acknowledged[(index * 7_919) % Math.max(1, acknowledged.length)];
  return index % 2 === 0 || known === undefined
    ? { kind: 'write', n: index }
    : { kind: 'read', n: known };
}

export function bucketOf(n: number): number {
  return Math.floor(n / bucketSize);
}

/** What write `n` of a run holds, about 100 bytes: a wrong value is seen, not only a missing one. */
export function valueOf(run: string, n: number): string {
  return `${run}:${n}:`.padEnd(100, 'ringward');
}

/** Acknowledged writes by partition. */
export function byBucket(numbers: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const buckets = new Map<number, number[]>();
  for (const n of numbers) {
    const bucket = bucketOf(n);
    const known = buckets.get(bucket);
    if (known) known.push(n);
    else buckets.set(bucket, [n]);
  }
  return buckets;
}
