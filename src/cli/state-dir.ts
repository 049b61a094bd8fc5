import { posix as path } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { xdgBase } from '../model/xdg-base.ts';
import type { Ports } from '../ports/index.ts';

/** Where runs and locks are kept: `--state-dir`, else XDG_STATE_HOME, else ~/.local/state. */
export function stateDirOf(
  flag: string | undefined,
  { env, cwd }: Pick<Ports, 'env' | 'cwd'>,
): string {
  const dir = knownStateDir(flag, { env, cwd });
  if (!dir) throw new UsageError('neither HOME nor XDG_STATE_HOME is set', 'give --state-dir DIR');
  return dir;
}

/** Undefined: nothing says where; then there are no runs. */
export function knownStateDir(
  flag: string | undefined,
  { env, cwd }: Pick<Ports, 'env' | 'cwd'>,
): string | undefined {
  if (flag !== undefined) return path.resolve(cwd, flag);
  const base = xdgBase('XDG_STATE_HOME', '.local/state', env);
  return base ? path.join(base, 'ringward') : undefined;
}
