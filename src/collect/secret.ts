import { ConfigError, ToolError } from '../model/errors.ts';
import type { SecretSource } from '../model/inventory.ts';
import { mostBytes } from '../model/most-bytes.ts';
import type { Files } from '../ports/files.ts';

/** Where secrets are read from. */
export interface SecretPlaces {
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The secret itself, without the newline an editor leaves. Throws ConfigError, which names only the place. */
export async function readSecret(source: SecretSource, places: SecretPlaces): Promise<string> {
  if ('env' in source) {
    const value = places.env[source.env];
    if (value) return value;
    throw new ConfigError(
      'cql.passwordFrom',
      `environment variable ${source.env} is not set`,
      `export ${source.env} before the command`,
    );
  }
  const secret = (await readNeeded(source.file, 'cql.passwordFrom', places.files)).trimEnd();
  if (secret !== '') return secret;
  throw new ConfigError(source.file, 'the file is empty', 'write the password of CQL into it');
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
