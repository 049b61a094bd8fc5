import { randomBytes } from 'node:crypto';
import type { Files } from '../ports/files.ts';
import { labUser, secretsFolder, type LabSpec } from './spec.ts';

/** Made once for a lab; kept in files of mode 0600 below `secrets/` and in each cassandra.yaml. */
export interface Secrets {
  /** CQL and JMX password of the lab's user. */
  readonly password: string;
  readonly keystorePassword: string;
}

export function passwordPath(dir: string): string {
  return `${secretsFolder(dir)}/password`;
}

/** One line `USER PASSWORD`: what the JVM's JMX agent reads, and what nodetool -pwf takes. */
export function jmxPasswordPath(dir: string): string {
  return `${secretsFolder(dir)}/jmx.password`;
}

export function jmxAccessPath(dir: string): string {
  return `${secretsFolder(dir)}/jmx.access`;
}

export function keystorePasswordPath(dir: string): string {
  return `${secretsFolder(dir)}/keystore.password`;
}

/** Undefined for a lab without `--auth` and `--tls`. */
export async function ensureSecrets(
  { dir, auth, tls }: LabSpec,
  files: Files,
): Promise<Secrets | undefined> {
  if (!auth && !tls) return undefined;
  await files.makeFolder(secretsFolder(dir), 0o700);
  const password = await keep(passwordPath(dir), files);
  const keystorePassword = await keep(keystorePasswordPath(dir), files);
  if (auth) {
    await files.writeText(jmxPasswordPath(dir), `${labUser} ${password}\n`);
    await files.writeText(jmxAccessPath(dir), `${labUser} readwrite\n`);
  }
  return { password, keystorePassword };
}

/** Hex, so that it needs no quoting in yaml, properties or CQL. */
async function keep(path: string, files: Files): Promise<string> {
  const known = await files.readText(path);
  if (known !== undefined) return known.trim();
  const made = randomBytes(16).toString('hex');
  await files.writeText(path, `${made}\n`);
  return made;
}
