import type { ByteSource, Reading } from './byte-source.ts';
import { classFlags, type ClassDescription } from './class-description.ts';
import type { JavaClass, JavaLevel, JavaValue } from './java-object.ts';
import { JmxError } from '../ports/jmx.ts';
import { replyLimits, type ReplyLimits } from './limits.ts';
import { readPrimitive } from './primitives.ts';
import { token } from './tokens.ts';

/**
 * Reads Java's serialization (protocol version 2) into data. No class is looked up and nothing of the
 * stream is run; lengths, depth and handles are bounded. Throws JmxError `protocol`.
 */
export class ObjectReader {
  readonly #source: ByteSource;
  readonly #limits: ReplyLimits;
  readonly #handles: (JavaValue | ClassDescription)[] = [];
  #depth = 0;

  constructor(source: ByteSource, limits: ReplyLimits = replyLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  *header(): Reading<void> {
    const header = yield* this.#source.take(4);
    if (header.readUInt32BE() !== 0xaced0005) {
      throw new JmxError('protocol', 'the answer is no stream of Java objects');
    }
  }

  /** Bytes between objects, as RMI's own fields are; throws when an object is next. */
  *block(): Reading<Buffer> {
    const kind = yield* this.#source.u8();
    if (kind === token.block)
      return Buffer.from(yield* this.#source.take(yield* this.#source.u8()));
    if (kind === token.longBlock)
      return Buffer.from(yield* this.#source.take(yield* this.#source.i32()));
    throw unexpected(kind, 'bytes');
  }

  *value(): Reading<JavaValue> {
    return yield* this.#deeper(() => this.#content());
  }

  /** One of 64 levels. */
  *#deeper<T>(read: () => Reading<T>): Reading<T> {
    this.#depth += 1;
    if (this.#depth > this.#limits.depth) {
      throw new JmxError('protocol', `objects nested more than ${this.#limits.depth} deep`);
    }
    const value = yield* read();
    this.#depth -= 1;
    return value;
  }

  *#content(): Reading<JavaValue> {
    const kind = yield* this.#source.u8();
    switch (kind) {
      case token.null:
        return null;
      case token.reference:
        return this.#known(yield* this.#source.i32());
      case token.string:
        return this.#keep(yield* this.#source.utf(yield* this.#source.u16()));
      case token.longString:
        return this.#keep(yield* this.#source.utf(yield* this.#source.i64()));
      case token.object:
        return yield* this.#object();
      case token.array:
        return yield* this.#array();
      case token.enum:
        return yield* this.#enum();
      case token.class:
        return this.#keep(classValue(yield* this.#description()));
      default:
        throw unexpected(kind, 'an object');
    }
  }

  *#object(): Reading<JavaValue> {
    const description = yield* this.#description();
    const levels: JavaLevel[] = [];
    const object = { kind: 'object', type: description?.name ?? '', levels } as const;
    // Before its fields are read: they may refer to it.
    this.#keep(object);
    for (const level of this.#lineage(description)) levels.push(yield* this.#level(level));
    return object;
  }

  /** The most general first. */
  #lineage(description: ClassDescription | undefined): readonly ClassDescription[] {
    const line: ClassDescription[] = [];
    for (let each = description; each; each = each.parent) {
      line.unshift(each);
      // A class may be written as its own parent.
      if (line.length > this.#limits.depth)
        throw new JmxError('protocol', 'a class without a root');
    }
    return line;
  }

  *#level(level: ClassDescription): Reading<JavaLevel> {
    const fields = new Map<string, JavaValue>();
    if (level.flags & classFlags.serializable) {
      for (const { code, name } of level.fields) fields.set(name, yield* this.#field(code));
    } else if (!(level.flags & classFlags.blockData)) {
      throw new JmxError('protocol', `${level.name} is written in a form that has no end`);
    }
    const hasMore = level.flags & (classFlags.writeMethod | classFlags.externalizable);
    return { type: level.name, fields, written: hasMore ? yield* this.#untilEnd() : [] };
  }

  *#field(code: string): Reading<JavaValue> {
    return code === 'L' || code === '['
      ? yield* this.value()
      : yield* readPrimitive(this.#source, code);
  }

  /** Objects and bytes up to the mark that ends them. */
  *#untilEnd(): Reading<readonly (JavaValue | Buffer)[]> {
    const written: (JavaValue | Buffer)[] = [];
    for (;;) {
      const next = yield* this.#source.peek();
      if (next === token.endOfBlock) {
        yield* this.#source.u8();
        return written;
      }
      const isBytes = next === token.block || next === token.longBlock;
      written.push(isBytes ? yield* this.block() : yield* this.value());
    }
  }

  *#array(): Reading<JavaValue> {
    const type = (yield* this.#description())?.name ?? '[';
    const items: JavaValue[] = [];
    const array = { kind: 'array', type, items } as const;
    this.#keep(array);
    const length = yield* this.#source.i32();
    const code = type.charAt(1);
    // Grows as items come: a length alone costs nothing.
    for (let i = 0; i < length; i += 1) items.push(yield* this.#field(code));
    return array;
  }

  *#enum(): Reading<JavaValue> {
    const type = (yield* this.#description())?.name ?? '';
    const value = { kind: 'enum', type, name: '' };
    this.#keep(value as JavaValue);
    const name = yield* this.value();
    if (typeof name !== 'string') throw new JmxError('protocol', 'an enum without a name');
    value.name = name;
    return value as JavaValue;
  }

  *#description(): Reading<ClassDescription | undefined> {
    return yield* this.#deeper(() => this.#descriptionContent());
  }

  *#descriptionContent(): Reading<ClassDescription | undefined> {
    const kind = yield* this.#source.u8();
    switch (kind) {
      case token.null:
        return undefined;
      case token.reference:
        return this.#knownDescription(yield* this.#source.i32());
      case token.classDescription:
        return yield* this.#newDescription();
      case token.proxyDescription:
        return yield* this.#proxyDescription();
      default:
        throw unexpected(kind, 'a class');
    }
  }

  *#newDescription(): Reading<ClassDescription> {
    const name = yield* this.#source.utf(yield* this.#source.u16());
    yield* this.#source.take(8);
    const fields: ClassDescription['fields'][number][] = [];
    const description = this.#keep(begun(name, fields));
    description.flags = yield* this.#source.u8();
    const count = yield* this.#source.u16();
    for (let i = 0; i < count; i += 1) {
      const code = String.fromCharCode(yield* this.#source.u8());
      fields.push({ code, name: yield* this.#source.utf(yield* this.#source.u16()) });
      if (code === 'L' || code === '[') yield* this.value();
    }
    yield* this.#untilEnd();
    description.parent = yield* this.#description();
    return description;
  }

  *#proxyDescription(): Reading<ClassDescription> {
    const description = this.#keep(begun('proxy', []));
    description.flags = classFlags.serializable;
    const count = yield* this.#source.i32();
    for (let i = 0; i < count; i += 1) yield* this.#source.utf(yield* this.#source.u16());
    yield* this.#untilEnd();
    description.parent = yield* this.#description();
    return description;
  }

  #keep<T extends JavaValue | ClassDescription>(value: T): T {
    if (this.#handles.length >= this.#limits.handles) {
      throw new JmxError('protocol', `more than ${this.#limits.handles} objects in one reply`);
    }
    this.#handles.push(value);
    return value;
  }

  #known(handle: number): JavaValue {
    const value = this.#handles[handle - token.firstHandle];
    if (value === undefined || isDescription(value))
      throw new JmxError('protocol', 'a reference to nothing');
    return value;
  }

  #knownDescription(handle: number): ClassDescription {
    const value = this.#handles[handle - token.firstHandle];
    if (!isDescription(value)) throw new JmxError('protocol', 'a reference to no class');
    return value;
  }
}

/** Known from its name on, complete when its parents are read. */
function begun(
  name: string,
  fields: ClassDescription['fields'],
): { -readonly [K in keyof ClassDescription]: ClassDescription[K] } {
  return { name, flags: 0, fields, parent: undefined };
}

function isDescription(value: JavaValue | ClassDescription | undefined): value is ClassDescription {
  return typeof value === 'object' && value !== null && 'flags' in value;
}

function classValue(description: ClassDescription | undefined): JavaClass {
  return { kind: 'class', name: description?.name ?? '' };
}

function unexpected(kind: number, wanted: string): JmxError {
  return new JmxError('protocol', `${wanted} was expected, not 0x${kind.toString(16)}`);
}
