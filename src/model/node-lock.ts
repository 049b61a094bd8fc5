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
    return JSON.parse(text ?? '') as LockHolder;
  } catch {
    return undefined;
  }
}

/**
 * The lock of a node is a file of one line that appears with its text (a hard link) or not at all. `take LOCK LINE SEEN`
 * puts LINE there when there is none, or when the one there is SEEN; `give LOCK LINE` removes it while it is LINE. Of
 * two that take the same one over, one moves it away; a fresh one that the other moves is put back.
 */
const lock = `verb=$1 lock=$2 line=$3 seen=$4
umask 022
there() { held=; { read -r held <"$lock"; } 2>/dev/null; }
there
if [ "$verb" = give ]; then
  if [ "$held" = "$line" ]; then rm -f "$lock" || exit 1; rm -rf "$lock.jobs-$(id -u)"; fi
  echo given; exit 0
fi
new=$lock.$$
set -C
printf '%s\\n' "$line" >"$new" || exit 1
set +C
if [ -n "$seen" ] && [ "$held" = "$seen" ] && mv "$lock" "$new.old" 2>/dev/null; then
  { read -r moved <"$new.old"; } 2>/dev/null
  [ "$moved" = "$seen" ] || ln "$new.old" "$lock"
  rm -f "$new.old"
fi
ln "$new" "$lock" 2>/dev/null
rm -f "$new"
there
if [ "$held" = "$line" ]; then echo taken
elif [ -e "$lock" ]; then echo held; printf '%s\\n' "$held"
else echo "$lock cannot be put there" >&2; exit 1
fi`;

export type NodeLockVerb = 'take' | 'give';

/** `seen`: the line that is to be taken over. */
export function nodeLockArgv(
  verb: NodeLockVerb,
  file: string,
  line: string,
  seen = '',
): readonly string[] {
  return ['sh', '-c', lock, 'ringward-lock', verb, file, line, seen];
}

export interface NodeLockAsked {
  readonly verb: NodeLockVerb;
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

/** Beside the lock: what a run keeps on the node while its commands are under way. */
export function jobsFolder(lockFile: string): string {
  return `${lockFile}.jobs`;
}
