import type { InventoryNode, JmxAccess } from '../model/inventory.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import type { Clock } from '../ports/clock.ts';
import { aroundJmx, type AroundJmx } from '../ports/around-jmx.ts';
import { JmxError, type Jmx, type JmxClient, type JmxPlace } from '../ports/jmx.ts';
import { readJmxPassword, readTls, type SecretPlaces } from './secret.ts';
import type { Turns } from './turns.ts';

/** One JMX connection a node, kept open from look to look. */
export interface JmxClients {
  /** Undefined: the inventory does not say how JMX is reached there. Throws ConfigError for a secret that is missing. */
  get(node: InventoryNode): Promise<JmxClient | undefined>;
  closeAll(): Promise<void>;
}

export interface JmxClientParts extends SecretPlaces {
  readonly jmx: Jmx;
  readonly access: JmxAccess;
  readonly limits: Limits;
  /** Of ways to a node that are commands, while they are opened. */
  readonly commands: Turns;
  readonly clock: Clock;
  /** No way is opened after it. */
  readonly deadlineAt?: Instant | undefined;
}

type Keys = Pick<JmxPlace, 'credentials' | 'tls'>;

/** Secrets are read when the first node is asked. */
export function openJmx(parts: JmxClientParts): JmxClients {
  const clients = new Map<string, JmxClient>();
  let keys: Promise<Keys> | undefined;
  return {
    get: async ({ address, jmx }) => {
      if (!jmx) return undefined;
      const given = await (keys ??= readKeys(parts));
      const known = clients.get(address);
      if (known) return known;
      const timeoutMs = parts.limits.nodetoolTimeoutMs;
      const direct = parts.jmx.client({ ...jmx, ...given, timeoutMs }, address);
      const client = jmx.proxyCommand ? openedInTurn(direct, address, parts) : direct;
      clients.set(address, client);
      return client;
    },
    closeAll: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
      clients.clear();
    },
  };
}

/**
 * The way to it is a command, an ssh for instance, which goes on to the end: what costs is to open it, and a host that
 * many go through refuses log-ins that come all at once. So until a question is answered each waits for its turn.
 */
function openedInTurn(
  client: JmxClient,
  address: string,
  { commands, clock, deadlineAt = Infinity }: JmxClientParts,
): JmxClient {
  let isOpen = false;
  let isClosed = false;
  const open = async <T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    // Its turn may have come long after it was asked.
    signal?.throwIfAborted();
    if (isClosed) throw new JmxError('closed', 'the connection was closed meanwhile');
    if (clock.now() >= deadlineAt) throw new JmxError('timed-out', 'the deadline had passed');
    return await ask();
  };
  const opened: AroundJmx = async (ask, signal) => {
    try {
      const answer = isOpen ? await ask() : await commands.take(address, () => open(ask, signal));
      isOpen = true;
      return answer;
    } catch (error) {
      // An exception of the node came through it.
      isOpen = error instanceof JmxError && error.kind === 'remote';
      throw error;
    }
  };
  return {
    ...aroundJmx(client, opened),
    close: async () => {
      isClosed = true;
      await client.close();
    },
  };
}

async function readKeys({ access, files, env }: JmxClientParts): Promise<Keys> {
  const { user, passwordFile, tls } = access;
  return {
    ...(user !== undefined && passwordFile !== undefined
      ? { credentials: { user, password: await readJmxPassword(user, passwordFile, files) } }
      : {}),
    ...(tls ? { tls: await readTls(tls, 'jmx.tls', { files, env }) } : {}),
  };
}
