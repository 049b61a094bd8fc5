import type { Instant } from './instant.ts';
import type { InventoryNode } from './inventory.ts';
import { jobAlive } from './remote-sh.ts';

/** Who holds the lock of a cluster. */
export interface LockHolder {
  readonly runId: string;
  readonly pid: number;
  readonly hostname: string;
  /** Tells machines of one name apart; absent: it has no such id, or an older Ringward took the lock. */
  readonly machine?: string;
  readonly command: string;
  readonly since: Instant;
}

/** Undefined: the text is not what a lock holds. */
export function holderIn(text: string | undefined): LockHolder | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<LockHolder> | null;
    const { runId, pid, hostname, machine = '', command, since } = value ?? {};
    const isTold = [hostname, machine, command].every((each) => typeof each === 'string');
    const isRun = typeof runId === 'string' && /^[\w-]+$/.test(runId);
    const isWhole = isTold && isRun && typeof pid === 'number' && typeof since === 'number';
    return isWhole ? (value as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it was taken on this machine, as far as its name and, where both have one, its id tell. */
export function isOnMachine(
  { hostname, machine }: Pick<LockHolder, 'hostname' | 'machine'>,
  self: { readonly hostname: string; readonly machine?: string },
): boolean {
  return hostname === self.hostname && (machine ?? self.machine) === (self.machine ?? machine);
}

/**
 * The lock of a node is a file of one line that appears with its text (a hard link) or not at all. `take` puts
 * LINE there when there is none, or in the place of SEEN: one at a time, so that of two that take the same one over
 * the other finds a fresh one; not while a command of another run is at work there. `give` removes it while it says LINE
 * (without LINE, while it is the run's), and what the run kept beside it that has ended. `look` says what is there. What
 * it says stands behind a word of its own: shells greet.
 */
const lock = `verb=$1 lock=$2 run=$3 line=$4 seen=$5
say() { printf '\\nringward-lock %s\\n' "$*"; exit 0; }
umask 022
there() { held=; { read -r held <"$lock"; } 2>/dev/null; }
${jobAlive}
own=$lock.jobs-$run-$(id -u)
there
if [ "$verb" = look ]; then
  if [ -e "$lock" ]; then say held "$held"; fi
  say free
fi
if [ "$verb" = give ]; then
  case $held in
  *"\\"runId\\":\\"$run\\""*)
    if [ -n "$line" ] && [ "$held" != "$line" ]; then say given; fi
    why=$(rm -f "$lock" 2>&1) || say cannot "$why"
    ;;
  esac
  for each in "$own"/*/pid; do if alive "\${each%/pid}"; then say given; fi; done
  rm -rf "$own"
  say given
fi
for each in "$lock".jobs-*/*/pid; do
  case $each in "$own"/*) continue ;; esac
  if alive "\${each%/pid}"; then say busy "$each"; fi
done
new=$lock.$$ why=
set -C
if ! printf '%s\\n' "$line" >"$new"; then rm -f "$new"; exit 1; fi
set +C
if [ -n "$seen" ] && [ "$held" = "$seen" ]; then
  one=$lock.taken-over
  [ -z "$(find "$one" -prune -mmin +5 2>/dev/null)" ] || rmdir "$one"
  if why=$(mkdir "$one" 2>&1); then
    there
    if [ "$held" = "$seen" ]; then why=$(mv -f "$new" "$lock" 2>&1); fi
    rmdir "$one"
  fi
fi
if [ -f "$new" ]; then ln "$new" "$lock" 2>/dev/null; fi
rm -f "$new"
there
if [ "$held" = "$line" ]; then say taken; fi
if [ -n "$why" ] && [ "$held" = "$seen" ]; then say cannot "$why"; fi
if [ -e "$lock" ]; then say held "$held"; fi
say cannot "$lock cannot be put there"`;

/** `seen`: the line that is to be taken over; empty: none is. */
export function takeLockArgv(
  file: string,
  runId: string,
  line: string,
  seen = '',
): readonly string[] {
  return ['sh', '-c', lock, 'ringward-lock', 'take', file, runId, line, seen];
}

/** `line`: what the lock says if it is still this part of the run that has it; empty: whichever part has it. */
export function giveLockArgv(file: string, runId: string, line = ''): readonly string[] {
  return ['sh', '-c', lock, 'ringward-lock', 'give', file, runId, line, ''];
}

export function lookAtLockArgv(file: string): readonly string[] {
  return ['sh', '-c', lock, 'ringward-lock', 'look', file, '', '', ''];
}

export interface NodeLockAsked {
  readonly verb: 'take' | 'give' | 'look';
  readonly runId: string;
  readonly line: string;
  readonly seen: string;
}

/** What such a command asks; undefined: it is another command. */
export function nodeLockIn(argv: readonly string[]): NodeLockAsked | undefined {
  const [, , script, , verb, , runId = '', line = '', seen = ''] = argv;
  if (script !== lock) return undefined;
  if (verb !== 'take' && verb !== 'give' && verb !== 'look') return undefined;
  return { verb, runId, line, seen };
}

/** `busy`: a command of another run is at work there; `cannot`: why it is not to be had. */
export type NodeLockAnswer =
  | { readonly kind: 'taken' | 'given' | 'free' }
  | { readonly kind: 'held'; readonly line: string }
  | { readonly kind: 'busy' | 'cannot'; readonly why: string };

const answerForm =
  /\nringward-lock (?<word>taken|given|free|held|busy|cannot)(?: (?<rest>[^]*))?\n$/;

/** As the node says it. Undefined: this is no answer. */
export function nodeLockAnswer(stdout: string): NodeLockAnswer | undefined {
  const { word, rest = '' } = answerForm.exec(stdout)?.groups ?? {};
  switch (word) {
    case 'taken':
    case 'given':
    case 'free':
      return { kind: word };
    case 'held':
      return { kind: word, line: rest };
    case 'busy':
    case 'cannot':
      return { kind: word, why: rest };
    case undefined:
    default:
      return undefined;
  }
}

/** The same, to be read by `nodeLockAnswer`. */
export function nodeLockText(...words: readonly string[]): string {
  return `\nringward-lock ${words.join(' ')}\n`;
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
