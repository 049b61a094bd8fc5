import fc from 'fast-check';
import { isFrom } from '../../../src/simulate/say/release.ts';

/** Releases that print differently, or are tested elsewhere. */
export const releases = [
  '2.1.13',
  '2.2.19',
  '3.0.0',
  '3.0.30',
  '3.11.19',
  '4.0.19',
  '4.1.10',
  '5.0.8',
  '5.0.9',
] as const;

export function releasesFrom(major: number, minor: number): readonly string[] {
  return releases.filter((release) => isFrom(release, major, minor));
}

export const uuids = fc.uuid().map((text) => text.toLowerCase());

/** As Java prints them: IPv6 with all its groups. */
export const addresses = fc.oneof(
  fc.ipV4(),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.map((group) => group.toString(16)).join(':')),
);

/** Keyspaces, tables and other names without blanks. */
export const words = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/);

/** Racks and datacenters may hold blanks, dots and brackets. */
export const places = fc.oneof(
  words,
  fc.constantFrom('rack 1', '1b.NORTH', 'us-east', 'r(1)', 'UNKNOWN_RACK'),
);

export const counts = fc.integer({ min: 0, max: 999_999_999 });
export const bytes = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

export function maybe<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(values, { nil: undefined });
}

export function hundredths(max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: max * 100 }).map((value) => value / 100);
}
