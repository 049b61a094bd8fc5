import type { Duplex } from 'node:stream';
import type { Clock } from '../ports/clock.ts';
import type { JavaValue } from './java-object.ts';
import { grantedMs, leaseCall, newHolder } from './lease.ts';
import { nothing, objectWriter } from './object-writer.ts';
import {
  callBytes,
  lookup,
  methodOf,
  registryId,
  type RemoteId,
  type RemoteMethod,
} from './remote-call.ts';
import { stubIn } from './remote-stub.ts';
import { openWire } from './wire.ts';
import { wiresTo, type Wires } from './wires.ts';

export interface JmxTarget {
  /** A new socket to a port of the node: its own, or through a tunnel. Throws JmxError. */
  dial(port: number, signal: AbortSignal): Promise<Duplex>;
  /** Of the registry: 7199. */
  readonly port: number;
  readonly credentials?: { readonly user: string; readonly password: string } | undefined;
  /** Sockets at once. */
  readonly mostSockets: number;
}

/** Calls of one connection of the node's MBean server, until it is closed or the node ends. */
export interface RawConnection {
  call(
    method: RemoteMethod,
    args: readonly Buffer[],
    isVoid: boolean,
    signal: AbortSignal,
  ): Promise<JavaValue>;
  /** Tells the node. */
  close(signal: AbortSignal): Promise<void>;
  /** Without telling it: it does not know this connection any more. */
  drop(): void;
}

const rmi = objectWriter('rmi');
const newClient = methodOf(
  'newClient(Ljava/lang/Object;)Ljavax/management/remote/rmi/RMIConnection;',
);
const closeMethod = methodOf('close()V');

/** Registry, log-in, lease. Throws JmxError. */
export async function openConnection(
  target: JmxTarget,
  clock: Clock,
  signal: AbortSignal,
): Promise<RawConnection> {
  const wireTo = async (port: number, until: AbortSignal) =>
    await openWire(await target.dial(port, until), until);
  const server = await findServer(target, wireTo, signal);
  const wires = wiresTo((until) => wireTo(server.port, until), target.mostSockets);
  try {
    const logIn = callBytes(server.id, newClient, [credentials(target)]);
    const held = stubIn(await wires.call(logIn, false, signal)).id;
    const renew = leaser(held, clock, (bytes, until) => wires.call(bytes, false, until));
    await renew(signal);
    return connectionOf(held, wires, renew);
  } catch (error) {
    wires.close();
    throw error;
  }
}

function connectionOf(
  held: RemoteId,
  wires: Wires,
  renew: (signal: AbortSignal) => Promise<void>,
): RawConnection {
  return {
    call: async (method, args, isVoid, until) => {
      await renew(until);
      return await wires.call(callBytes(held, method, args), isVoid, until);
    },
    close: async (until) => {
      try {
        await wires.call(callBytes(held, closeMethod, []), true, until);
      } finally {
        wires.close();
      }
    },
    drop: () => {
      wires.close();
    },
  };
}

async function findServer(
  { port }: JmxTarget,
  wireTo: (port: number, signal: AbortSignal) => ReturnType<typeof openWire>,
  signal: AbortSignal,
) {
  const registry = await wireTo(port, signal);
  try {
    const bytes = callBytes(registryId, lookup, [rmi.string('jmxrmi')]);
    return stubIn(await registry.call(bytes, false, signal));
  } finally {
    registry.close();
  }
}

function credentials({ credentials: given }: JmxTarget): Buffer {
  return given ? rmi.strings([given.user, given.password]) : nothing;
}

/** Renewed when half of it is over, by the next call: a connection that rests longer is opened anew. */
function leaser(
  held: RemoteId,
  clock: Clock,
  call: (bytes: Buffer, signal: AbortSignal) => Promise<JavaValue>,
) {
  const holder = newHolder();
  let sequence = 0;
  let renewAt = -Infinity;
  return async (signal: AbortSignal) => {
    const begun = clock.now();
    if (begun < renewAt) return;
    // Before it is answered: one renewal serves all calls that come meanwhile.
    renewAt = begun + 1_000;
    sequence += 1;
    const answer = await call(leaseCall(held, holder, sequence), signal);
    renewAt = begun + grantedMs(answer) / 2;
  };
}
