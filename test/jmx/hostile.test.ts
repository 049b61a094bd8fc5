import { describe, expect, test } from 'vitest';
import { ObjectReader } from '../../src/jmx/object-reader.ts';
import { int, long, objectWriter, short, utf } from '../../src/jmx/object-writer.ts';
import { stubIn } from '../../src/jmx/remote-stub.ts';
import { toValue } from '../../src/jmx/to-value.ts';
import { token } from '../../src/jmx/tokens.ts';
import { finish, unfinished } from './read-bytes.ts';

const rmi = objectWriter('rmi');
const objects = (items: readonly Buffer[]) => rmi.array('[Ljava.lang.Object;', 1n, items);
const reference = (handle: number) =>
  Buffer.concat([Buffer.of(token.reference), int(token.firstHandle + handle)]);
const read = (bytes: Buffer, mostBytes?: number) =>
  finish(bytes, (source) => new ObjectReader(source).value(), mostBytes);
const protocol = (message: RegExp): unknown =>
  expect.objectContaining({ kind: 'protocol', message: expect.stringMatching(message) as string });

describe('bytes that no node would send', () => {
  test('objects within objects end at a depth', () => {
    let bytes = rmi.string('x');
    for (let i = 0; i < 100; i += 1) bytes = objects([bytes]);
    expect(() => read(bytes)).toThrow(protocol(/nested more than 64 deep/));
  });

  test('a list that holds itself is read, and is no value', () => {
    // Handle 0 is the class, 1 the array.
    const value = read(objects([reference(1)]));
    if (value === unfinished) throw new Error('unfinished');
    expect(() => toValue(value)).toThrow(protocol(/holds itself/));
  });

  test('a list of lists that share each other stays small: 2^60 strings cost 60 lists', () => {
    let bytes = rmi.string('x');
    // Class, array, class, array … string: the inner list's handle follows from its depth.
    const depth = 60;
    for (let i = depth; i > 0; i -= 1) {
      bytes = objects([bytes, reference(i === depth ? 2 * i : 2 * i + 1)]);
    }
    const value = read(bytes);
    if (value === unfinished) throw new Error('unfinished');
    let inner: unknown = toValue(value);
    for (let i = 1; i < depth; i += 1) {
      const [first, second] = inner as [unknown, unknown];
      expect(first).toBe(second);
      inner = first;
    }
  });

  test('a class that is its own parent', () => {
    const own = Buffer.concat([
      Buffer.of(token.classDescription),
      ...[utf('A'), long(1n), Buffer.of(2), short(0)],
      Buffer.of(token.endOfBlock),
      reference(0),
    ]);
    expect(() => read(Buffer.concat([Buffer.of(token.object), own]))).toThrow(
      protocol(/class without a root/),
    );
  });

  test.each([
    [
      'a length without its bytes waits',
      Buffer.concat([Buffer.of(token.longString), long(1_000n)]),
    ],
    ['an array of two billion waits, and takes no room', arrayOf('[J', 2_000_000_000)],
  ])('%s', (_, bytes) => {
    expect(read(bytes)).toBe(unfinished);
  });

  test.each([
    [
      'a length past every bound',
      Buffer.concat([Buffer.of(token.longString), long(1n << 40n)]),
      /more than/,
    ],
    [
      'a negative length',
      Buffer.concat([Buffer.of(token.longString), long(-1n)]),
      /negative length/,
    ],
    ['a reference to nothing', reference(7), /reference to nothing/],
    [
      'a reference to a class where an object is meant',
      objects([reference(0)]),
      /reference to nothing/,
    ],
    ['an array of a kind that is none', arrayOf('[Q', 1), /no known kind/],
    ['a mark that is none', Buffer.of(0x20), /an object was expected, not 0x20/],
    ['an object of a class whose data has no end', externalizable(), /form that has no end/],
  ])('%s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(protocol(message));
  });

  test('more bytes than a reply may have', () => {
    expect(() => read(rmi.string('x'.repeat(100)), 50)).toThrow(protocol(/more than 50 bytes/));
  });

  test.each([
    ['text', rmi.string('stub')],
    ['null', Buffer.of(token.null)],
    ['an object without a reference', rmi.objectName('a:b=c')],
    ['a reference of a kind that is none', remote(utf('Other'))],
    ['a reference that is cut short', remote(Buffer.concat([utf('UnicastRef'), utf('h')]))],
    [
      'a reference to port 0',
      remote(Buffer.concat([utf('UnicastRef'), utf('h'), int(0), Buffer.alloc(22)])),
    ],
  ])('%s in place of a stub', (_, bytes) => {
    const value = read(bytes);
    if (value === unfinished) throw new Error('unfinished');
    expect(() => stubIn(value)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});

function arrayOf(type: string, length: number): Buffer {
  return Buffer.concat([rmi.array(type, 1n, []).subarray(0, -4), int(length)]);
}

function externalizable(): Buffer {
  return rmi.object([{ name: 'E', suid: 1n, flags: 4 }], Buffer.alloc(0));
}

function remote(bytes: Buffer): Buffer {
  const data = [Buffer.of(token.block, bytes.length), bytes, Buffer.of(token.endOfBlock)];
  const type = { name: 'java.rmi.server.RemoteObject', suid: 1n, flags: 3 };
  return rmi.object([type], Buffer.concat(data));
}
