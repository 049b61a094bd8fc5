import type { ByteSource, Reading } from './byte-source.ts';
import { fieldOf, isObject, type JavaObject, type JavaValue } from './java-object.ts';
import { JmxError } from '../ports/jmx.ts';
import { ObjectReader } from './object-reader.ts';

const returned = 0x51;

/** The answer to a call. Throws JmxError: `protocol`, or what the node itself threw. */
export function* readReply(source: ByteSource, isVoid: boolean): Reading<JavaValue> {
  const kind = yield* source.u8();
  if (kind !== returned) {
    throw new JmxError('protocol', `the answer begins with 0x${kind.toString(16)}: no RMI`);
  }
  const reader = new ObjectReader(source);
  yield* reader.header();
  const head = yield* reader.block();
  const isGood = head[0] === 1;
  if (isGood && isVoid) return null;
  const value = yield* reader.value();
  if (isGood) return value;
  throw thrown(value);
}

/** The cause that says most: RMI and JMX wrap what happened. */
function thrown(value: JavaValue): JmxError {
  const chain = causes(value);
  const types = chain.map(({ type }) => type);
  const innermost = chain.at(-1);
  const message = chain
    .map((one) => fieldOf(one, 'detailMessage'))
    .findLast((text) => typeof text === 'string');
  const type = innermost?.type ?? 'an unreadable exception';
  const told = `${type}${typeof message === 'string' ? `: ${message}` : ''}`;
  if (types.includes('java.lang.SecurityException'))
    return new JmxError('authentication', told, type);
  if (types.includes('java.rmi.NoSuchObjectException')) return new JmxError('gone', told, type);
  return new JmxError('remote', told, type);
}

function causes(value: JavaValue): readonly JavaObject[] {
  const chain: JavaObject[] = [];
  let next = value;
  while (isObject(next) && !chain.includes(next) && chain.length < 16) {
    chain.push(next);
    next = fieldOf(next, 'detail') ?? fieldOf(next, 'exception') ?? fieldOf(next, 'cause') ?? null;
  }
  return chain;
}
