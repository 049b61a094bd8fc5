import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { CqlTarget } from '../ports/cql.ts';
import type { Files } from '../ports/files.ts';
import { caPath } from './certificates.ts';
import { passwordPath } from './secrets.ts';
import { cqlPort, labNodes, labUser, type ClientSpec } from './spec.ts';

const connectMs = 5_000;
const requestMs = 12_000;

type Credentials = NonNullable<CqlTarget['credentials']>;

/** How the lab itself reaches CQL, as the lab's user unless others are given. */
export async function labTarget(
  spec: ClientSpec,
  files: Files,
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
            password: await read(passwordPath(spec.dir), files),
          },
        }
      : {}),
    ...(spec.tls ? { tls: { ca: await read(caPath(spec.dir), files) } } : {}),
  };
}

async function read(path: string, files: Files): Promise<string> {
  const text = await files.readText(path);
  if (text !== undefined) return text.trim();
  throw new ToolError(
    `${path} is gone, the lab cannot be reached without it`,
    exitCodes.usage,
    'make the lab new: ringward lab down --purge; ringward lab up',
  );
}
