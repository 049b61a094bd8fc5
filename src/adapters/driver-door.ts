import type * as Driver from 'cassandra-driver';
import type { auth } from 'cassandra-driver';
import type { CqlError, CqlTarget } from '../ports/cql.ts';
import type { CqlDoor, DoorPhase, Passage } from '../ports/cql-door.ts';
import { driverOptions } from './driver-cql.ts';
import { toCqlError } from './driver-errors.ts';
import { shutDown } from './driver-shutdown.ts';

/** Knocks on sockets, logs in through cassandra-driver. */
export const driverDoor: CqlDoor = {
  // Loaded on first use: `--version` must not pay for it.
  knock: async (target) => await (await import('./socket-door.ts')).knock(target),
  logIn,
};

async function logIn(target: CqlTarget): Promise<Passage> {
  const driver = await import('cassandra-driver');
  const { credentials, ...others } = target;
  const watch = new AuthenticationWatch();
  const client = new driver.Client({
    ...driverOptions(driver, others),
    ...(credentials ? { authProvider: watched(driver, credentials, watch) } : {}),
  });
  try {
    await client.connect();
  } catch (error) {
    return toPassage(watch, toCqlError(error));
  } finally {
    await shutDown(client);
  }
  return toPassage(watch);
}

/** When the node asked for the password, and when it let it in. */
class AuthenticationWatch {
  #askedAt: number | undefined;
  #passedMs: number | undefined;
  asked(): void {
    this.#askedAt = performance.now();
    this.#passedMs = undefined;
  }
  passed(): void {
    this.#passedMs = performance.now() - (this.#askedAt ?? 0);
  }
  /** Undefined: the node did not ask, or did not answer. */
  get passedMs(): number | undefined {
    return this.#passedMs;
  }
  get isPending(): boolean {
    return this.#askedAt !== undefined && this.#passedMs === undefined;
  }
}

function toPassage(watch: AuthenticationWatch, error?: CqlError): Passage {
  const { passedMs: ms } = watch;
  const passedMs = ms === undefined ? {} : { authentication: ms };
  // Once it is in, the log-in is over: what is asked then is a query.
  if (!error || ms !== undefined) return { passedMs };
  const { errorClass } = error;
  return { passedMs, failed: { phase: phaseOf(watch, error), errorClass } };
}

function phaseOf({ isPending }: AuthenticationWatch, { errorClass }: CqlError): DoorPhase {
  if (isPending || errorClass === 'authentication') return 'authentication';
  const isLost = errorClass === 'unreachable' || errorClass === 'client-timeout';
  return isLost ? 'connect' : 'startup';
}

/** The driver asks it when the node wants a password: the one moment at which authentication begins. */
function watched(
  driver: typeof Driver,
  { user, password }: NonNullable<CqlTarget['credentials']>,
  watch: AuthenticationWatch,
): auth.AuthProvider {
  const plain = new driver.auth.PlainTextAuthProvider(user, password);
  const newAuthenticator = plain.newAuthenticator.bind(plain);
  plain.newAuthenticator = (...from) => {
    const authenticator = newAuthenticator(...from);
    watch.asked();
    authenticator.onAuthenticationSuccess = () => {
      watch.passed();
    };
    return authenticator;
  };
  return plain;
}
