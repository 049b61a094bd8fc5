import { randomBytes } from 'node:crypto';
import { fieldOf, isObject, type JavaValue } from './java-object.ts';
import { block, int, long, objectWriter, short, type WrittenClass } from './object-writer.ts';
import { callBytes, collectorId, dirty, type RemoteId } from './remote-call.ts';

const rmi = objectWriter('rmi');

/** Asked for; the node grants what it will (java.rmi.dgc.leaseValue, 10 minutes unless set). */
const wantedMs = 600_000;

/** Who holds the lease: one identity for the life of a connection (java.rmi.dgc.VMID). */
export function newHolder(): Buffer {
  return randomBytes(8);
}

/**
 * Without a lease the node's garbage collector may take the connection's object, five minutes after
 * it was made (sun.rmi.dgc.ackTimeout). `sequence` grows from call to call.
 */
export function leaseCall(held: RemoteId, holder: Buffer, sequence: number): Buffer {
  return callBytes(collectorId, dirty, [
    rmi.array('[Ljava.rmi.server.ObjID;', ...objIds(held)),
    block(long(BigInt(sequence))),
    rmi.object([lease], Buffer.concat([long(BigInt(wantedMs)), vmid(holder)])),
  ]);
}

/** How long the node keeps it, in ms. */
export function grantedMs(value: JavaValue): number {
  const granted = isObject(value) ? fieldOf(value, 'value') : undefined;
  return typeof granted === 'bigint' && granted > 0n ? Number(granted) : wantedMs;
}

function objIds({ number, unique, time, count }: RemoteId): readonly [bigint, readonly Buffer[]] {
  const uid = rmi.object([uidClass], Buffer.concat([short(count), long(time), int(unique)]));
  return [objIdArraySuid, [rmi.object([objIdClass], Buffer.concat([long(number), uid]))]];
}

function vmid(holder: Buffer): Buffer {
  const uid = rmi.object([uidClass], Buffer.concat([short(0), long(0n), int(0)]));
  return rmi.object([vmidClass], Buffer.concat([rmi.bytes(holder), uid]));
}

const objIdArraySuid = -8713620060265225090n;
const uidClass: WrittenClass = {
  name: 'java.rmi.server.UID',
  suid: 1086053664494604050n,
  fields: [
    ['S', 'count'],
    ['J', 'time'],
    ['I', 'unique'],
  ],
};
const objIdClass: WrittenClass = {
  name: 'java.rmi.server.ObjID',
  suid: -6386392263968365220n,
  fields: [
    ['J', 'objNum'],
    ['L', 'space', 'Ljava/rmi/server/UID;'],
  ],
};
const vmidClass: WrittenClass = {
  name: 'java.rmi.dgc.VMID',
  suid: -538642295484486218n,
  fields: [
    ['[', 'addr', '[B'],
    ['L', 'uid', 'Ljava/rmi/server/UID;'],
  ],
};
const lease: WrittenClass = {
  name: 'java.rmi.dgc.Lease',
  suid: -5713411624328831948n,
  fields: [
    ['J', 'value'],
    ['L', 'vmid', 'Ljava/rmi/dgc/VMID;'],
  ],
};
