import type { Instant } from './instant.ts';
import type { InventoryNode } from './inventory.ts';

/** Who holds the lock of a cluster. */
export interface LockHolder {
  readonly runId: string;
  readonly pid: number;
  readonly hostname: string;
  readonly command: string;
  readonly since: Instant;
}

/** Undefined: the text is not what a lock holds. */
export function holderIn(text: string | undefined): LockHolder | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<LockHolder> | null;
    const { runId, pid, hostname, command, since } = value ?? {};
    const isTold = [runId, hostname, command].every((each) => typeof each === 'string');
    const isWhole = isTold && typeof pid === 'number' && typeof since === 'number';
    return isWhole ? (value as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The lock of a node is a file of one line that appears with its text (a hard link) or not at all. `take LOCK LINE SEEN`
 * puts LINE there when there is none, or in the place of SEEN: one at a time, so that of two that take the same one over
 * the other finds a fresh one. `give LOCK LINE RUN` removes it while it is LINE, and what RUN kept
 * beside it.
 */
const lock = `verb=$1 lock=$2 line=$3 seen=$4 run=$4
umask 022
there() { held=; { read -r held <"$lock"; } 2>/dev/null; }
there
if [ "$verb" = give ]; then
  if [ "$held" = "$line" ]; then rm -f "$lock" || exit 1; fi
  rm -rf "$lock.jobs-$run-$(id -u)"
  echo given; exit 0
fi
new=$lock.$$
set -C
printf '%s\\n' "$line" >"$new" || exit 1
set +C
if [ -n "$seen" ] && [ "$held" = "$seen" ]; then
  one=$lock.taken-over
  [ -z "$(find "$one" -prune -mmin +5 2>/dev/null)" ] || rmdir "$one"
  if mkdir "$one" 2>/dev/null; then
    there
    if [ "$held" = "$seen" ]; then mv -f "$new" "$lock"; fi
    rmdir "$one"
  fi
fi
if [ -f "$new" ]; then ln "$new" "$lock" 2>/dev/null; fi
rm -f "$new"
there
if [ "$held" = "$line" ]; then echo taken
elif [ -e "$lock" ]; then echo held; printf '%s\\n' "$held"
else echo "$lock cannot be put there" >&2; exit 1
fi`;

/** `seen`: the line that is to be taken over; empty: none is. */
export function takeLockArgv(file: string, line: string, seen = ''): readonly string[] {
  return ['sh', '-c', lock, 'ringward-lock', 'take', file, line, seen];
}

export function giveLockArgv(file: string, line: string, runId: string): readonly string[] {
  return ['sh', '-c', lock, 'ringward-lock', 'give', file, line, runId];
}

export interface NodeLockAsked {
  readonly verb: 'take' | 'give';
  readonly line: string;
  readonly seen: string;
}

/** What such a command asks; undefined: it is another command. */
export function nodeLockIn(argv: readonly string[]): NodeLockAsked | undefined {
  const [, , script, , verb, , line, seen] = argv;
  if (script !== lock || (verb !== 'take' && verb !== 'give')) return undefined;
  return { verb, line: line ?? '', seen: seen ?? '' };
}

/** Undefined: this is no answer to `take`. `held` with the line that is there. */
export function nodeLockAnswer(
  stdout: string,
): { readonly kind: 'taken' } | { readonly kind: 'held'; readonly line: string } | undefined {
  const [word, line = ''] = stdout.split('\n');
  if (word === 'taken') return { kind: 'taken' };
  return word === 'held' ? { kind: 'held', line } : undefined;
}

/** Survives a restart of the machine, and everybody may write there. */
const usualLockDir = '/var/tmp';

/** One file a cluster and node, so that several nodes may share a machine. */
export function lockFileOf(
  cluster: string,
  { address, lockDir = usualLockDir }: Pick<InventoryNode, 'address' | 'lockDir'>,
): string {
  return `${lockDir}/ringward-${encodeURIComponent(cluster)}-${address}`;
}

/** Beside the lock: what a run keeps on the node of its commands; the user's id there is added. */
export function jobsFolder(lockFile: string, runId: string): string {
  return `${lockFile}.jobs-${runId}`;
}
