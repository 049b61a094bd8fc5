import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ObjectReader } from '../../src/jmx/object-reader.ts';
import { toValue } from '../../src/jmx/to-value.ts';
import { finish, unfinished } from './read-bytes.ts';

/** As a JVM of Java 17 wrote them, each with `dc2` and `dc3`. */
const url = new URL('../fixtures/jmx/sets-java-17.json', import.meta.url);
const sets = Object.entries(JSON.parse(readFileSync(url, 'utf8')) as Record<string, string>);

test.each(sets)('%s is a list of what is in it', (_, base64) => {
  // Behind the magic number and the version of the stream.
  const bytes = Buffer.from(base64, 'base64').subarray(4);
  const value = finish(bytes, (source) => new ObjectReader(source).value());
  if (value === unfinished) throw new Error('unfinished');
  expect(toValue(value)).toEqual(['dc2', 'dc3']);
});
