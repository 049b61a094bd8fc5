import type { JmxArgument } from '../ports/jmx.ts';
import { classFlags } from './class-description.ts';
import { encodeModifiedUtf } from './modified-utf.ts';
import { token } from './tokens.ts';

/**
 * Pieces of a stream. In RMI's streams a class carries where its code lies (always nowhere), elsewhere
 * nothing. Each class is written in full: no reference is ever needed.
 */
export interface ObjectWriter {
  string(text: string): Buffer;
  strings(items: readonly string[]): Buffer;
  objectName(name: string): Buffer;
  bytes(bytes: Buffer): Buffer;
  arguments(values: readonly JmxArgument[]): Buffer;
  /** Any instance: its classes, the most special first, and its data, the most general first. */
  object(classes: readonly WrittenClass[], data: Buffer): Buffer;
  array(type: string, suid: bigint, items: readonly Buffer[]): Buffer;
}

export interface WrittenClass {
  readonly name: string;
  readonly suid: bigint;
  readonly flags?: number;
  /** `Ivalue`, `Ljava/lang/Object;value` split: code, name, type of an object. */
  readonly fields?: readonly (readonly [code: string, name: string, type?: string])[];
}

export const nothing = Buffer.of(token.null);
export const streamHeader = Buffer.from('aced0005', 'hex');

const nowhere = Buffer.of(token.null, token.endOfBlock);
const number: WrittenClass = { name: 'java.lang.Number', suid: -8742448824652078965n };
const boxed = {
  int: { name: 'java.lang.Integer', suid: 1360826667806852920n, fields: [['I', 'value']] },
  long: { name: 'java.lang.Long', suid: 4290774380558885855n, fields: [['J', 'value']] },
  boolean: { name: 'java.lang.Boolean', suid: -3665804199014368530n, fields: [['Z', 'value']] },
} as const satisfies Record<string, WrittenClass>;

export function objectWriter(stream: 'rmi' | 'plain'): ObjectWriter {
  const annotation = stream === 'rmi' ? nowhere : Buffer.of(token.endOfBlock);
  const describe = ([head, ...parents]: readonly WrittenClass[]): Buffer =>
    head ? Buffer.concat([description(head, annotation), describe(parents)]) : nothing;
  const object: ObjectWriter['object'] = (classes, data) =>
    Buffer.concat([Buffer.of(token.object), describe(classes), data]);
  const arrayHead = (type: string, suid: bigint, length: number) =>
    Buffer.concat([Buffer.of(token.array), describe([{ name: type, suid }]), int(length)]);
  const array: ObjectWriter['array'] = (type, suid, items) =>
    Buffer.concat([arrayHead(type, suid, items.length), ...items]);
  const strings = (items: readonly string[]) =>
    array('[Ljava.lang.String;', -5921575005990323385n, items.map(string));
  const argument = (value: JmxArgument): Buffer => {
    if (value === null) return nothing;
    if (typeof value === 'string') return string(value);
    if (typeof value === 'boolean') return object([boxed.boolean], Buffer.of(value ? 1 : 0));
    if ('int' in value) return object([boxed.int, number], int(value.int));
    if ('long' in value) return object([boxed.long, number], long(value.long));
    return strings(value);
  };
  return {
    string,
    strings,
    bytes: (bytes) => Buffer.concat([arrayHead('[B', -5984413125824719648n, bytes.length), bytes]),
    object,
    array,
    objectName: (name) => object([objectNameClass], Buffer.concat([string(name), endOfBlock])),
    arguments: (values) =>
      array('[Ljava.lang.Object;', -8012369246846506644n, values.map(argument)),
  };
}

const endOfBlock = Buffer.of(token.endOfBlock);
const objectNameClass: WrittenClass = {
  name: 'javax.management.ObjectName',
  suid: 1081892073854801359n,
  flags: classFlags.serializable | classFlags.writeMethod,
};

function description({ name, suid, flags, fields = [] }: WrittenClass, annotation: Buffer): Buffer {
  return Buffer.concat([
    Buffer.of(token.classDescription),
    utf(name),
    long(suid),
    Buffer.of(flags ?? classFlags.serializable),
    short(fields.length),
    ...fields.flatMap(([code, field, type]) => [
      Buffer.from(code, 'latin1'),
      utf(field),
      ...(type === undefined ? [] : [string(type)]),
    ]),
    annotation,
  ]);
}

function string(text: string): Buffer {
  const bytes = encodeModifiedUtf(text);
  if (bytes.length <= 0xffff)
    return Buffer.concat([Buffer.of(token.string), short(bytes.length), bytes]);
  return Buffer.concat([Buffer.of(token.longString), long(BigInt(bytes.length)), bytes]);
}

/** Bytes between objects, at most 255. */
export function block(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(token.block, bytes.length), bytes]);
}

/** A name: its length in two bytes. */
export function utf(text: string): Buffer {
  const bytes = encodeModifiedUtf(text);
  return Buffer.concat([short(bytes.length), bytes]);
}

export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value & 0xffff);
  return bytes;
}

export function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}

export function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt.asIntN(64, value));
  return bytes;
}
