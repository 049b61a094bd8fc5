import { ConfigError, ToolError } from '../model/errors.ts';
import type { SecretSource, TlsFiles } from '../model/inventory.ts';
import { mostBytes } from '../model/most-bytes.ts';
import type { CqlTls } from '../ports/cql.ts';
import type { Files } from '../ports/files.ts';

/** Where secrets are read from. */
export interface SecretPlaces {
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The secret itself, without the newline an editor leaves. Throws ConfigError, which names only the place. */
export async function readSecret(
  source: SecretSource,
  what: string,
  places: SecretPlaces,
): Promise<string> {
  if ('env' in source) {
    const value = places.env[source.env];
    if (value) return value;
    throw new ConfigError(
      what,
      `environment variable ${source.env} is not set`,
      `export ${source.env} before the command`,
    );
  }
  const secret = (await readNeeded(source.file, what, places.files)).trimEnd();
  if (secret !== '') return secret;
  throw new ConfigError(source.file, `the file is empty (${what})`, 'write the secret into it');
}

/** The password of a user in a file as `nodetool -pwf` takes it: a line `USER PASSWORD` each. */
export async function readJmxPassword(user: string, file: string, files: Files): Promise<string> {
  const lines = (await readNeeded(file, 'jmx.passwordFrom', files)).split('\n');
  const own = lines.map((line) => line.trim().split(/\s+/)).find(([name]) => name === user);
  if (own?.[1] !== undefined) return own[1];
  throw new ConfigError(
    file,
    `there is no line for user ${user} (jmx.passwordFrom)`,
    'write one line "USER PASSWORD" into it, as nodetool -pwf takes it',
  );
}

/** The texts of the files. */
export async function readTls(
  tls: TlsFiles,
  what: 'cql.tls' | 'jmx.tls' | 'alerts.tls',
  { files }: SecretPlaces,
): Promise<CqlTls> {
  const read = (path: string, key: string) => readNeeded(path, `${what}.${key}`, files);
  return {
    ca: await read(tls.ca, 'ca'),
    ...(tls.cert === undefined ? {} : { cert: await read(tls.cert, 'cert') }),
    ...(tls.key === undefined ? {} : { key: await read(tls.key, 'key') }),
    ...(tls.serverName === undefined ? {} : { serverName: tls.serverName }),
  };
}

/** A file that the inventory names and that must be there. */
export async function readNeeded(path: string, what: string, files: Files): Promise<string> {
  const text = await readOrExplain(path, what, files);
  if (text !== undefined) return text;
  throw new ConfigError(
    path,
    `no such file (${what})`,
    `make it, or correct ${what} in the inventory; a path in there starts at its folder`,
  );
}

async function readOrExplain(path: string, what: string, files: Files) {
  try {
    return await files.readText(path, mostBytes.byHand);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = error instanceof ToolError ? error.hint : undefined;
    throw new ConfigError(
      path,
      `cannot be read (${what}): ${reason.replace(`${path}: `, '')}`,
      hint ?? `look at the file, or correct ${what} in the inventory`,
    );
  }
}
