import { createHash } from 'node:crypto';
import { block, int, long, short, streamHeader, utf } from './object-writer.ts';

/** An object of the other side (java.rmi.server.ObjID). */
export interface RemoteId {
  readonly number: bigint;
  readonly unique: number;
  readonly time: bigint;
  readonly count: number;
}

/** Objects that are always there. */
export const registryId: RemoteId = { number: 0n, unique: 0, time: 0n, count: 0 };
export const collectorId: RemoteId = { number: 2n, unique: 0, time: 0n, count: 0 };

/** `operation` and `hash` name the method. */
export interface RemoteMethod {
  readonly operation: number;
  readonly hash: bigint;
}

/** Of a method by its name and descriptor: SHA-1 of both, its first 8 bytes, the lowest first. */
export function methodOf(signature: string): RemoteMethod {
  const digest = createHash('sha1').update(utf(signature)).digest();
  return { operation: -1, hash: digest.readBigInt64LE() };
}

/** Methods of interfaces from before descriptors: their number, and the hash of the interface. */
export const lookup: RemoteMethod = { operation: 2, hash: 0x44154dc9d4e63bdfn };
export const dirty: RemoteMethod = { operation: 1, hash: -669196253586618813n };

export function idBytes({ number, unique, time, count }: RemoteId): Buffer {
  return Buffer.concat([long(number), int(unique), long(time), short(count)]);
}

/** The bytes of a call; `args` are pieces of an RMI stream. */
export function callBytes(target: RemoteId, method: RemoteMethod, args: readonly Buffer[]): Buffer {
  const head = Buffer.concat([idBytes(target), int(method.operation), long(method.hash)]);
  return Buffer.concat([Buffer.of(0x50), streamHeader, block(head), ...args]);
}
