import { int, nothing, objectWriter } from './object-writer.ts';

const rmi = objectWriter('rmi');

/** A stream of its own within the stream (java.rmi.MarshalledObject): the arguments of an operation. */
export function marshalled(stream: Buffer): Buffer {
  return rmi.object(
    [
      {
        name: 'java.rmi.MarshalledObject',
        suid: 8988374069173025854n,
        fields: [
          ['I', 'hash'],
          ['[', 'locBytes', '[B'],
          ['[', 'objBytes', '[B'],
        ],
      },
    ],
    Buffer.concat([int(hashOf(stream)), nothing, rmi.bytes(stream)]),
  );
}

/** As Java makes it; it is compared, never trusted. */
function hashOf(stream: Buffer): number {
  return stream.reduce((hash, byte) => (Math.imul(31, hash) + ((byte << 24) >> 24)) | 0, 0);
}
