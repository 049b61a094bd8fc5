import { outcomeLog, type CqlOutcome, type OutcomeLog } from '../model/client-metrics.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { Clock } from '../ports/clock.ts';
import { CqlError, type Cql, type CqlSession, type CqlTarget, type CqlTls } from '../ports/cql.ts';
import { readSecret, readTls, type SecretPlaces } from './secret.ts';
import { mostNodesAtOnce, turnsOf } from './turns.ts';

/** One CQL session a node, pinned to it, kept open from look to look. */
export interface CqlSessions {
  /** Opens it on first use. Throws CqlError when the node does not let us in, and once all are closed. */
  get(node: InventoryNode): Promise<CqlSession>;
  /** How the node is reached by CQL, secrets read. Throws ConfigError for one that is not there. */
  target(node: InventoryNode): Promise<CqlTarget>;
  /** Closes it after a failure, if it is still the one in use: the next `get` opens a new one. */
  drop(node: InventoryNode, session: CqlSession): Promise<void>;
  /** Requests made through the node since this was last asked, over all its sessions. */
  takeOutcomes(node: InventoryNode): readonly CqlOutcome[];
  /** Waits for those that are open, not for those that are being opened. */
  closeAll(): Promise<void>;
}

export interface SessionParts extends SecretPlaces {
  readonly cql: Cql;
  readonly clock: Clock;
  readonly access: Inventory['cql'];
  readonly limits: Limits;
}

/** Secrets are read when the first session is opened; a missing one is a ConfigError. */
export function openSessions(parts: SessionParts): CqlSessions {
  const links = new Map<string, Link>();
  const connects = turnsOf(mostNodesAtOnce);
  let keys: Promise<Keys> | undefined;
  let isClosed = false;
  const linkOf = ({ address }: InventoryNode): Link => {
    const link = links.get(address) ?? { session: undefined, past: outcomeLog() };
    links.set(address, link);
    return link;
  };
  const targetFor = async (node: InventoryNode) =>
    targetOf(node, await (keys ??= readKeys(parts)), parts.limits);
  const open = async (node: InventoryNode, link: Link) => {
    const target = await targetFor(node);
    return await connects.take(node.address, async () => {
      // Nobody would close it any more.
      if (isClosed) throw closedError();
      return await connect(link, target, parts);
    });
  };
  return {
    target: targetFor,
    get: async (node) => {
      if (isClosed) throw closedError();
      const link = linkOf(node);
      const opening = (link.session ??= open(node, link));
      try {
        link.current = await opening;
        return link.current;
      } catch (error) {
        if (link.session === opening) link.session = undefined;
        throw error;
      }
    },
    drop: async (node, session) => {
      const link = linkOf(node);
      if (link.current === session) await close(link);
    },
    takeOutcomes: (node) => {
      const { past, current } = linkOf(node);
      return [...past.take(), ...(current?.takeOutcomes() ?? [])];
    },
    closeAll: async () => {
      isClosed = true;
      await Promise.all([...links.values()].map(closeIfOpen));
    },
  };
}

/** A node that did not let us in is not tried again sooner: many ask for it at once. */
const retryAfterMs = 1_000;

interface Link {
  session: Promise<CqlSession> | undefined;
  /** The session once it is open. */
  current?: CqlSession | undefined;
  /** The last connect, if it failed. */
  failed?: { readonly at: Instant; readonly error: CqlError };
  /** Requests of sessions that are closed, and connects that failed. */
  readonly past: OutcomeLog;
}

async function connect(
  link: Link,
  target: CqlTarget,
  { cql, clock }: SessionParts,
): Promise<CqlSession> {
  const { failed } = link;
  if (failed && clock.now() - failed.at < retryAfterMs) throw failed.error;
  try {
    return await cql.connect(target);
  } catch (error) {
    if (error instanceof CqlError) {
      link.failed = { at: clock.now(), error };
      link.past.add(failedConnect(target, error, clock));
    }
    throw error;
  }
}

function closedError(): CqlError {
  return new CqlError('other', 'the sessions are closed');
}

/** One that is still being connected to is closed when it is, and not waited for: a silent node takes long. */
async function closeIfOpen(link: Link): Promise<void> {
  const isOpen = link.current !== undefined;
  const closing = close(link);
  if (isOpen) await closing;
}

async function close(link: Link): Promise<void> {
  const session = await link.session?.catch(() => undefined);
  link.session = undefined;
  link.current = undefined;
  if (!session) return;
  for (const outcome of session.takeOutcomes()) link.past.add(outcome);
  await session.close().catch(() => undefined);
}

interface Keys {
  readonly credentials?: { readonly user: string; readonly password: string };
  readonly tls?: CqlTls;
}

async function readKeys({ access, files, env }: SessionParts): Promise<Keys> {
  const { user, passwordFrom, tls } = access;
  return {
    ...(user !== undefined && passwordFrom
      ? {
          credentials: {
            user,
            password: await readSecret(passwordFrom, 'cql.passwordFrom', { files, env }),
          },
        }
      : {}),
    ...(tls ? { tls: await readTls(tls, 'cql.tls', { files, env }) } : {}),
  };
}

function targetOf(node: InventoryNode, keys: Keys, { cqlTimeoutMs }: Limits): CqlTarget {
  return {
    addresses: [node.cqlAddress],
    port: node.cqlPort,
    pinned: true,
    ...keys,
    connectTimeoutMs: cqlTimeoutMs,
    requestTimeoutMs: cqlTimeoutMs,
  };
}

function failedConnect({ addresses }: CqlTarget, error: CqlError, clock: Clock): CqlOutcome {
  const [coordinator = ''] = addresses;
  return { at: clock.now(), coordinator, latencyMs: 0, errorClass: error.errorClass };
}
