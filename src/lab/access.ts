import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { CqlTarget } from '../ports/cql.ts';
import type { Ports } from '../ports/index.ts';
import { caPath } from './certificates.ts';
import { labCommand } from './command-line.ts';
import { passwordPath } from './secrets.ts';
import { cqlPort, labNodes, labUser, type ClientSpec } from './spec.ts';

const connectMs = 5_000;
const requestMs = 12_000;

type AccessPorts = Pick<Ports, 'files' | 'env'>;
type Credentials = NonNullable<CqlTarget['credentials']>;

/** How the lab itself reaches CQL, as the lab's user unless others are given. */
export async function labTarget(
  spec: ClientSpec,
  ports: AccessPorts,
  credentials?: Credentials,
): Promise<CqlTarget> {
  return {
    addresses: labNodes(spec).map(({ address }) => address),
    port: cqlPort,
    pinned: false,
    connectTimeoutMs: connectMs,
    requestTimeoutMs: requestMs,
    ...(spec.auth
      ? {
          credentials: credentials ?? {
            user: labUser,
            password: await read(passwordPath(spec.dir), spec, ports),
          },
        }
      : {}),
    ...(spec.tls ? { tls: { ca: await read(caPath(spec.dir), spec, ports) } } : {}),
  };
}

async function read(path: string, { dir }: ClientSpec, ports: AccessPorts): Promise<string> {
  const text = await ports.files.readText(path);
  if (text !== undefined) return text.trim();
  throw new ToolError(
    `${path} is gone, the lab cannot be reached without it`,
    exitCodes.usage,
    `remove the lab, then make it as before: ${labCommand(dir, ports, 'down', '--purge')}`,
  );
}
