import type { InventoryNode, JmxAccess } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { Jmx, JmxClient, JmxPlace } from '../ports/jmx.ts';
import { readJmxPassword, readTls, type SecretPlaces } from './secret.ts';

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
      const client = parts.jmx.client({ ...jmx, ...given, timeoutMs }, address);
      clients.set(address, client);
      return client;
    },
    closeAll: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
      clients.clear();
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
