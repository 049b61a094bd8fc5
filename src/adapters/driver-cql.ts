import type * as Driver from 'cassandra-driver';
import type { Client, ClientOptions, Host, types } from 'cassandra-driver';
import { outcomeLog, type OutcomeLog } from '../model/client-metrics.ts';
import {
  CqlError,
  type Cql,
  type CqlRequest,
  type CqlSession,
  type CqlTarget,
} from '../ports/cql.ts';
import type { Clock } from '../ports/clock.ts';
import { toCqlError } from './driver-errors.ts';
import { toPlainRow } from './driver-values.ts';
import { outcomeTracker } from './driver-outcomes.ts';
import { shutDown } from './driver-shutdown.ts';
import { tlsOptions } from './tls-options.ts';

/** CQL through cassandra-driver. The driver never retries: whoever asks decides. */
export function driverCql(clock: Clock): Cql {
  return {
    async connect(target) {
      // Loaded on first use: `--version` must not pay for it.
      const driver = await import('cassandra-driver');
      const outcomes = outcomeLog();
      const client = new driver.Client({
        ...driverOptions(driver, target),
        requestTracker: outcomeTracker(driver, outcomes, clock),
      });
      try {
        await client.connect();
      } catch (error) {
        await shutDown(client);
        throw toCqlError(error);
      }
      return sessionOf(driver, client, target, outcomes);
    },
  };
}

/** Options of the driver for a target, whoever connects. */
export function driverOptions(
  driver: typeof Driver,
  target: CqlTarget,
): Omit<ClientOptions, 'requestTracker'> {
  const { loadBalancing, retry, reconnection } = driver.policies;
  const everyHost = new loadBalancing.RoundRobinPolicy();
  const only = target.addresses.slice(0, 1).map((address) => `${address}:${target.port}`);
  return {
    contactPoints: [...target.addresses],
    protocolOptions: { port: target.port },
    policies: {
      loadBalancing: target.pinned ? new loadBalancing.AllowListPolicy(everyHost, only) : everyHost,
      retry: new retry.FallthroughRetryPolicy(),
      reconnection: new reconnection.ConstantReconnectionPolicy(1_000),
    },
    pooling: { warmup: false, coreConnectionsPerHost: { '0': 1, '1': 1, '2': 0 } },
    socketOptions: {
      connectTimeout: target.connectTimeoutMs,
      readTimeout: target.requestTimeoutMs,
    },
    encoding: { useBigIntAsLong: true },
    isMetadataSyncEnabled: false,
    ...(target.credentials ? { credentials: credentialsOf(target.credentials) } : {}),
    ...(target.tls ? { sslOptions: tlsOptions(target.tls) } : {}),
  };
}

function credentialsOf({ user, password }: { user: string; password: string }) {
  return { username: user, password };
}

function sessionOf(
  driver: typeof Driver,
  client: Client,
  target: CqlTarget,
  outcomes: OutcomeLog,
): CqlSession {
  return {
    async execute(request) {
      try {
        const options = queryOptions(driver, client, target, request);
        const result = await client.execute(request.query, [...(request.params ?? [])], options);
        return {
          // Writes have no rows, whatever the type says.
          rows: (result.rows as types.Row[] | undefined)?.map(toPlainRow) ?? [],
          coordinator: addressOf(result.info.queriedHost),
        };
      } catch (error) {
        throw toCqlError(error, request.coordinator);
      }
    },
    takeOutcomes: outcomes.take,
    close: () => shutDown(client),
  };
}

function queryOptions(
  driver: typeof Driver,
  client: Client,
  target: CqlTarget,
  request: CqlRequest,
) {
  const host =
    request.coordinator === undefined ? undefined : hostOf(client, target, request.coordinator);
  return {
    prepare: request.prepare ?? false,
    isIdempotent: true,
    ...(request.consistency ? { consistency: consistencyOf(driver, request.consistency) } : {}),
    ...(host ? { host } : {}),
  };
}

function hostOf(client: Client, target: CqlTarget, coordinator: string) {
  const host = client.hosts.get(`${coordinator}:${target.port}`) as Host | undefined;
  if (!host)
    throw new CqlError('unreachable', `${coordinator} is not known to the driver`, coordinator);
  return host;
}

function consistencyOf(driver: typeof Driver, level: string): types.consistencies {
  const name = level.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return driver.types.consistencies[name as keyof typeof driver.types.consistencies];
}

function addressOf(host: string): string {
  return host.slice(0, host.lastIndexOf(':'));
}
