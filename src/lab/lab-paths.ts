import { posix } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { xdgBase } from '../model/xdg-base.ts';
import type { Ports } from '../ports/index.ts';

type Surroundings = Pick<Ports, 'env' | 'cwd'>;

/** `--dir`, else `lab` in Ringward's XDG state folder. */
export function labFolder(flag: string | undefined, { env, cwd }: Surroundings): string {
  const dir = flag === undefined ? defaultFolder(env) : posix.resolve(cwd, flag);
  // A Java class path and a properties file cannot hold these.
  if (!/[:\\\p{Cc}]/u.test(dir)) return dir;
  throw new UsageError(
    `the lab cannot be in ${JSON.stringify(dir)}: Java cannot read such a path`,
    'use a folder without ":" and "\\": --dir DIR',
  );
}

/** Whether the commands of the lab mean this folder when none is given. */
export function isDefaultFolder(dir: string, env: Ports['env']): boolean {
  return xdgBase('XDG_STATE_HOME', '.local/state', env) !== undefined && dir === defaultFolder(env);
}

function defaultFolder(env: Ports['env']): string {
  return `${xdgFolder('XDG_STATE_HOME', '.local/state', env)}/lab`;
}

/** Jars of every version, shared by all labs of a user. */
export function cacheFolder({ env }: Pick<Ports, 'env'>): string {
  return `${xdgFolder('XDG_CACHE_HOME', '.cache', env)}/cassandra`;
}

function xdgFolder(
  variable: 'XDG_STATE_HOME' | 'XDG_CACHE_HOME',
  below: string,
  env: Ports['env'],
): string {
  const base = xdgBase(variable, below, env);
  if (base) return posix.join(base, 'ringward');
  throw new UsageError(`neither HOME nor ${variable} is set`, 'set HOME');
}
