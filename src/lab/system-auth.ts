import { StepFailed } from '../model/errors.ts';
import { CqlError, type CqlSession } from '../ports/cql.ts';
import type { Ports } from '../ports/index.ts';
import { isAtLeastVersion } from '../model/version.ts';
import { labTarget } from './access.ts';
import { releaseOf } from './releases.ts';
import type { Secrets } from './secrets.ts';
import { dataCenter, labNodes, labUser, replicaCount, type LabSpec } from './spec.ts';

type AuthPorts = Pick<Ports, 'cql' | 'files' | 'clock' | 'signal' | 'runner' | 'env'>;

/** The first user of every new Cassandra; the lab replaces it. */
const firstUser = { user: 'cassandra', password: 'cassandra' };
const firstUserMs = 60_000;
const pollMs = 1_000;
const repairMs = 120_000;

/**
 * Gives system_auth one replica a node, at most 3, so that logins survive a node that is down; with
 * `--auth` also makes the lab's user and drops the built-in one.
 */
export async function prepareSystemAuth(
  spec: LabSpec,
  secrets: Secrets | undefined,
  ports: AuthPorts,
): Promise<void> {
  // 2.1 makes the keyspace only where clients log in.
  if (!spec.auth && !isAtLeastVersion(releaseOf(spec.version).version, 2, 2)) return;
  const session = await connectFirst(spec, ports);
  try {
    if (spec.auth && secrets) await session.execute({ query: createUser(secrets) });
    if (!spec.defaultRf) await session.execute({ query: alterKeyspace(spec) });
  } finally {
    await session.close();
  }
  if (!spec.auth) return;
  // What was written with one replica has to reach the new ones.
  if (!spec.defaultRf) await repair(spec, ports);
  await dropFirstUser(spec, ports);
}

function createUser({ password }: Secrets): string {
  return `CREATE ROLE IF NOT EXISTS ${labUser} WITH PASSWORD = '${password}' AND LOGIN = true AND SUPERUSER = true`;
}

function alterKeyspace(spec: LabSpec): string {
  return `ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', '${dataCenter}': ${replicaCount(spec)}}`;
}

/** The built-in user appears a moment after the first start. */
async function connectFirst(spec: LabSpec, ports: AuthPorts): Promise<CqlSession> {
  const target = await labTarget(spec, ports, firstUser);
  const deadline = ports.clock.now() + firstUserMs;
  for (;;) {
    try {
      return await ports.cql.connect(target);
    } catch (error) {
      if (!(error instanceof CqlError) || ports.clock.now() >= deadline) throw error;
      await ports.clock.sleep(pollMs, ports.signal);
    }
  }
}

async function repair(spec: LabSpec, { runner, signal }: AuthPorts): Promise<void> {
  for (const { name, home } of labNodes(spec)) {
    const argv = [`${home}/nodetool`, 'repair', '-full', 'system_auth'];
    const result = await runner.run({ argv, timeoutMs: repairMs, signal });
    signal.throwIfAborted();
    if (result.kind === 'exited' && result.code === 0) continue;
    throw new StepFailed(`${name}: repair of system_auth did not end well (${result.kind})`);
  }
}

async function dropFirstUser(spec: LabSpec, ports: AuthPorts): Promise<void> {
  const session = await ports.cql.connect(await labTarget(spec, ports));
  try {
    await session.execute({ query: `DROP ROLE IF EXISTS ${firstUser.user}` });
  } finally {
    await session.close();
  }
}
