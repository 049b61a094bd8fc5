import { ByteSource, type Reading } from './byte-source.ts';
import { isObject, type JavaObject, type JavaValue } from './java-object.ts';
import { JmxError } from '../ports/jmx.ts';
import type { RemoteId } from './remote-call.ts';

/** Where an object of the other side answers. The host it names is not believed: it may be wrong from outside. */
export interface Stub {
  readonly port: number;
  readonly id: RemoteId;
}

/** From a stub, or a proxy that holds one. */
export function stubIn(value: JavaValue): Stub {
  const bytes = refBytes(value, 0);
  if (!bytes) throw new JmxError('protocol', 'the registry gave no reference to an object');
  const source = new ByteSource(bytes.length);
  source.push(bytes);
  const { value: stub } = reference(source).next();
  if (!stub) throw new JmxError('protocol', 'a reference that is cut short');
  return stub;
}

/** What RemoteObject wrote: the kind of reference, then its bytes. */
function refBytes(value: JavaValue, depth: number): Buffer | undefined {
  if (!isObject(value) || depth > 4) return undefined;
  const own = value.levels.find(({ type }) => type === 'java.rmi.server.RemoteObject');
  if (own) return Buffer.concat(own.written.filter((one) => Buffer.isBuffer(one)));
  return fieldsOf(value)
    .map((one) => refBytes(one, depth + 1))
    .find((one) => one !== undefined);
}

function fieldsOf({ levels }: JavaObject): readonly JavaValue[] {
  return levels.flatMap(({ fields }) => [...fields.values()]);
}

/** UnicastRef: host, port, ObjID. UnicastRef2 has a byte before them: 1 = a socket factory comes as an object. */
function* reference(source: ByteSource): Reading<Stub> {
  const kind = yield* text(source);
  if (kind !== 'UnicastRef' && kind !== 'UnicastRef2') {
    throw new JmxError('protocol', 'a reference of no known kind');
  }
  if (kind === 'UnicastRef2') yield* source.take(1);
  yield* text(source);
  const port = yield* source.i32();
  if (port < 1 || port > 65_535) throw new JmxError('protocol', `a reference to port ${port}`);
  const id = yield* source.take(22);
  return {
    port,
    id: {
      number: id.readBigInt64BE(0),
      unique: id.readInt32BE(8),
      time: id.readBigInt64BE(12),
      count: id.readInt16BE(20),
    },
  };
}

function* text(source: ByteSource): Reading<string> {
  return yield* source.utf(yield* source.u16());
}
