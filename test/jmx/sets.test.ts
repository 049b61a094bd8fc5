import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JavaValue } from '../../src/jmx/java-object.ts';
import { ObjectReader } from '../../src/jmx/object-reader.ts';
import { toValue } from '../../src/jmx/to-value.ts';
import { listIn } from '../../src/parse/jmx-values.ts';
import { Opaque } from '../../src/ports/jmx.ts';
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

const object = (type: string, fields: Readonly<Record<string, JavaValue>>): JavaValue => ({
  ...{ kind: 'object', type },
  levels: [{ type, fields: new Map(Object.entries(fields)), written: [] }],
});

test.each([
  ['java.util.concurrent.ConcurrentHashMap$KeySetView', 'map'],
  ['java.util.Collections$SetFromMap', 'm'],
  ['javax.management.openmbean.TabularDataSupport', 'dataMap'],
])('%s of a map that is not known is not taken for empty', (type, field) => {
  for (const fields of [{ [field]: object('com.example.Map', {}) }, { [field]: null }, {}]) {
    const value = toValue(object(type, fields));
    expect(value).toBeInstanceOf(Opaque);
    expect(() => listIn(value, 'DisabledDCs')).toThrow();
  }
});
