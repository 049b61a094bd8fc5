import {
  fieldOf,
  type JavaArray,
  type JavaClass,
  type JavaEnum,
  type JavaObject,
  type JavaValue,
} from './java-object.ts';
import { JmxError } from '../ports/jmx.ts';
import { Opaque, type JmxMap, type JmxValue } from '../ports/jmx.ts';

/**
 * Known classes become plain data; the rest stays opaque. What is shared in the stream is worked out
 * once and shared again: small streams of many references stay small. Throws JmxError `protocol` on a cycle.
 */
export function toValue(root: JavaValue): JmxValue {
  const done = new Map<JavaValue, JmxValue | undefined>();
  const each: Each = (value) => {
    if (typeof value === 'bigint') return narrow(value);
    if (value === null || typeof value !== 'object') return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    if (done.has(value)) throw new JmxError('protocol', 'an answer that holds itself');
    done.set(value, undefined);
    const plain = plainOf(value, each);
    done.set(value, plain);
    return plain;
  };
  return each(root);
}

function plainOf(value: JavaArray | JavaEnum | JavaClass | JavaObject, each: Each): JmxValue {
  switch (value.kind) {
    case 'array':
      return value.items.map(each);
    case 'enum':
    case 'class':
      return value.name;
    case 'object':
      return (known.get(value.type) ?? opaque)(value, each);
  }
}

type Each = (value: JavaValue) => JmxValue;
type Converter = (object: JavaObject, each: Each) => JmxValue;

const narrow = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

const inField =
  (name: string): Converter =>
  (object, each) =>
    each(fieldOf(object, name) ?? null);

const list: Converter = (object, each) => objectsOf(object).map(each);

const map: Converter = (object, each) => {
  const objects = objectsOf(object);
  const pairs = objects.flatMap((key, i) =>
    i % 2 === 0 ? [[each(key), each(objects[i + 1] ?? null)] as const] : [],
  );
  return new Map(pairs);
};

/** A concurrent map ends with two nulls. */
const nullEndedMap: Converter = (object, each) => {
  const all = map(object, each);
  return all instanceof Map ? new Map([...all].filter(([key]) => key !== null)) : all;
};

const inList =
  (name: string): Converter =>
  (object, each) => [each(fieldOf(object, name) ?? null)];

/** A set that is made of the keys of a map. Of one that is not known it stays opaque: it may hold any. */
const keysOf =
  (name: string): Converter =>
  (object, each) => {
    const byKey = each(fieldOf(object, name) ?? null);
    return byKey instanceof Map ? [...(byKey as JmxMap).keys()] : opaque(object, each);
  };

const singletonMap: Converter = (object, each) =>
  new Map([[each(fieldOf(object, 'k') ?? null), each(fieldOf(object, 'v') ?? null)]]);

const rows: Converter = (object, each) => {
  const byKey = each(fieldOf(object, 'dataMap') ?? null);
  return byKey instanceof Map ? [...(byKey as JmxMap).values()] : opaque(object, each);
};

const written: Converter = (object) => textsOf(object)[0] ?? '';

const attribute: Converter = (object, each) =>
  new Map([[each(fieldOf(object, 'name') ?? null), each(fieldOf(object, 'value') ?? null)]]);

const opaque: Converter = (object, each) =>
  new Opaque(
    object.type,
    new Map(
      object.levels.flatMap(({ fields }) => [...fields].map(([name, one]) => [name, each(one)])),
    ),
  );

function objectsOf({ levels }: JavaObject): readonly JavaValue[] {
  return levels.flatMap(({ written }) => written.filter(isValue));
}

const isValue = (one: JavaValue | Buffer): one is JavaValue => !Buffer.isBuffer(one);

function textsOf(object: JavaObject): readonly string[] {
  return objectsOf(object).filter((one) => typeof one === 'string');
}

function all(names: readonly string[], converter: Converter): readonly [string, Converter][] {
  return names.map((name) => [name, converter]);
}

const known: ReadonlyMap<string, Converter> = new Map([
  ...all(
    [
      ...['Integer', 'Long', 'Short', 'Byte', 'Double', 'Float', 'Boolean', 'Character'].map(
        (name) => `java.lang.${name}`,
      ),
      'java.util.concurrent.atomic.AtomicLong',
      'java.util.concurrent.atomic.AtomicInteger',
    ],
    inField('value'),
  ),
  ...all(
    [
      'java.util.ArrayList',
      'java.util.LinkedList',
      'java.util.HashSet',
      'java.util.LinkedHashSet',
      'java.util.CollSer',
      'java.util.concurrent.CopyOnWriteArrayList',
      'javax.management.AttributeList',
    ],
    list,
  ),
  ...all(
    ['java.util.HashMap', 'java.util.LinkedHashMap', 'java.util.TreeMap', 'java.util.Hashtable'],
    map,
  ),
  ...all(['java.util.concurrent.ConcurrentHashMap'], nullEndedMap),
  ...all(['java.util.concurrent.ConcurrentHashMap$KeySetView'], keysOf('map')),
  ...all(['java.util.Collections$SetFromMap'], keysOf('m')),
  ...all(['java.util.Arrays$ArrayList'], inField('a')),
  ...all(
    [
      'java.util.Collections$UnmodifiableList',
      'java.util.Collections$UnmodifiableRandomAccessList',
      'java.util.Collections$UnmodifiableSet',
      'java.util.Collections$UnmodifiableCollection',
      'java.util.Collections$SynchronizedList',
      'java.util.Collections$SynchronizedRandomAccessList',
      'java.util.Collections$SynchronizedSet',
    ],
    inField('c'),
  ),
  ...all(
    ['java.util.Collections$UnmodifiableMap', 'java.util.Collections$SynchronizedMap'],
    inField('m'),
  ),
  ...all(['java.util.Collections$EmptyList', 'java.util.Collections$EmptySet'], () => []),
  ...all(['java.util.Collections$EmptyMap'], () => new Map()),
  ...all(
    ['java.util.Collections$SingletonList', 'java.util.Collections$SingletonSet'],
    inList('element'),
  ),
  ...all(['java.util.Collections$SingletonMap'], singletonMap),
  ...all(['javax.management.openmbean.CompositeDataSupport'], inField('contents')),
  ...all(['javax.management.openmbean.TabularDataSupport'], rows),
  ...all(['javax.management.ObjectName'], written),
  ...all(['javax.management.Attribute'], attribute),
]);
