/**
 * What is run on the machine of a node in the place of a command: POSIX sh, in dash, bash and busybox alike. Exit codes
 * of ssh, docker and kubectl may be their own; a code that is told in the command's own words is the command's.
 */

/** A command with a limit, ended there with all that it started; without coreutils' timeout the command alone. */
const limited = `limited() {
  limit=$1; shift
  if timeout -k 2 9 true 2>/dev/null; then timeout -k 2 "$limit" "$@"; return; fi
  "$@" & child=$!
  (
    n=0
    while [ "$n" -lt "$limit" ] && kill -0 "$child"; do sleep 1; n=$((n + 1)); done
    kill "$child" && sleep 2 && kill -9 "$child"
  ) >/dev/null 2>&1 &
  wait "$child"
}`;

const run = `${limited}
mark=$1; shift
LC_ALL=C; export LC_ALL
cd /
limited "$@"
code=$?
printf '\\n%s %s\\n' "$mark" "$code" >&2
exit "$code"`;

/** Later than the limit here, so that it is told here how the command ended. */
const graceS = 1;

/** `mark` is a word that nothing else prints. */
export function remoteRunArgv(
  argv: readonly string[],
  mark: string,
  timeoutMs: number,
): readonly string[] {
  return ['sh', '-c', run, 'ringward', mark, String(seconds(timeoutMs) + graceS), ...argv];
}

export interface RemoteEnd {
  readonly code: number;
  /** Without the mark. */
  readonly stderr: string;
}

/** How the command itself ended; undefined: nothing says that it did, whatever code its way ended with. */
export function remoteEndIn(stderr: string, mark: string): RemoteEnd | undefined {
  const at = stderr.lastIndexOf(`\n${mark} `);
  if (at < 0) return undefined;
  const line = /^\n\S+ (\d+)\n/.exec(stderr.slice(at));
  if (!line) return undefined;
  return { code: Number(line[1]), stderr: stderr.slice(0, at) + stderr.slice(at + line[0].length) };
}

/** Leads a session of its own, so that it outlives whatever link it was begun through. Without a trace of it nothing is run. */
const jobBody = `${limited}
job=$1 mask=$2 boot=$3; shift 3
echo "$$ $boot" >"$job/pid" && [ -s "$job/pid" ] || exit 126
umask "$mask"
LC_ALL=C; export LC_ALL
begun=$(date +%s) most=$1
limited "$@"
code=$?
[ $(($(date +%s) - begun)) -lt "$most" ] || code="$code late"
umask 077
echo "$code" >"$job/exit.new" && mv "$job/exit.new" "$job/exit"`;

/** Whether the job of a folder is at work, and whose start of the machine counts (POSIX sh). */
export const jobAlive = `boot=
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
alive() {
  pid= of=
  { read -r pid of <"$1/pid"; } 2>/dev/null
  [ -n "$pid" ] && [ "$of" = "$boot" ] && [ ! -f "$1/exit" ] && kill -0 "$pid" 2>/dev/null
}`;

/**
 * What it has to say stands behind a word of its own, so that a shell that greets is not taken for an answer. One job of
 * a run at a time: one that an earlier act left is waited for.
 */
const job = `attempt=$1 base=$2-$(id -u) name=$3 body=$4 patience=$5 lock=$6 line=$7; shift 7
say() { printf '\\n%s %s\\n' "$attempt" "$*"; }
refuse() { say refused "$*"; exit 0; }
mask=$(umask)
umask 077
cd / || refuse 'the root folder cannot be entered'
why=$(mkdir -p "$base" 2>&1) || refuse "$why"
if [ -L "$base" ] || [ ! -O "$base" ]; then
  refuse "$base was put there by somebody else: $(ls -ld "$base" 2>&1); have it removed there, then go on"
fi
${jobAlive}
busy() {
  for each in "$base"/*; do
    if [ "$each" != "$job" ] && alive "$each"; then return 0; fi
  done
  return 1
}
gone() { [ -s "$job/pid" ] && [ ! -f "$job/exit" ] && ! alive "$job" && [ ! -f "$job/exit" ]; }
job=$base/$name
begun=
{ read -r begun <"$job/begun"; } 2>/dev/null
if [ "$begun" != "$attempt" ] && gone; then rm -rf "$job"; fi
if [ ! -d "$job" ]; then
  if busy; then sleep 2; say running; exit 0; fi
  if [ -n "$lock" ]; then
    held=
    { read -r held <"$lock"; } 2>/dev/null
    [ "$held" = "$line" ] || refuse "$lock is not the lock of this run any more: \${held:-it is gone}"
  fi
  if mkdir "$job" 2>/dev/null; then
    if ! echo "$attempt" >"$job/begun" || [ ! -s "$job/begun" ]; then
      rm -rf "$job"
      refuse "$base cannot be written to"
    fi
    apart=setsid; command -v setsid >/dev/null || apart=nohup
    "$apart" sh -c "$body" ringward "$job" "$mask" "$boot" "$@" </dev/null >"$job/out" 2>"$job/err" &
  fi
fi
n=0
while [ ! -f "$job/exit" ] && ! gone && [ "$n" -lt "$patience" ]; do sleep 1; n=$((n + 1)); done
code=
{ read -r code <"$job/exit"; } 2>/dev/null
case \${code%% *} in
'' | *[!0-9]*) if alive "$job"; then say running; else say lost; fi ;;
*)
  say ended "$code"
  tail -c 65536 "$job/out"
  tail -c 65536 "$job/err" >&2
  ;;
esac`;

export interface RemoteJob {
  /** A word that nothing else prints; differs from one act to the next. */
  readonly attempt: string;
  /** Folder of the run on the node; the user's id there is added. */
  readonly folder: string;
  readonly name: string;
  /** It is begun only while this file says this line: the lock is that of this very process. */
  readonly held?: { readonly lock: string; readonly line: string } | undefined;
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** How long it is waited for there before it is said that it still runs. */
  readonly patienceS: number;
}

/** Begins the job unless it is there, waits for it a little and says how it stands: to be asked again and again. */
export function remoteJobArgv(wanted: RemoteJob): readonly string[] {
  const { attempt, folder, name, held, argv, timeoutMs, patienceS } = wanted;
  const words = [attempt, folder, name, jobBody, String(patienceS)];
  const lock = [held?.lock ?? '', held?.line ?? ''];
  return ['sh', '-c', job, 'ringward', ...words, ...lock, String(seconds(timeoutMs)), ...argv];
}

/**
 * How a job stands. `lost`: it ended without a word, as when the machine was started again; `refused`: it was not begun.
 */
export type RemoteJobState =
  | {
      readonly kind: 'ended';
      readonly code: number;
      readonly late: boolean;
      readonly stdout: string;
    }
  | { readonly kind: 'running' | 'lost' }
  | { readonly kind: 'refused'; readonly why: string };

/** Undefined: this is no answer of such a command. */
export function remoteJobIn(stdout: string, attempt: string): RemoteJobState | undefined {
  const at = stdout.indexOf(`\n${attempt} `);
  if (at < 0) return undefined;
  const said = stdout.slice(at + attempt.length + 2);
  const end = /^ended (\d+)( late)?\n/.exec(said);
  if (end) {
    const [line, code, late] = end;
    const isLate = late !== undefined;
    return { kind: 'ended', code: Number(code), late: isLate, stdout: said.slice(line.length) };
  }
  const refused = /^refused ([^]*)\n$/.exec(said);
  if (refused) return { kind: 'refused', why: refused[1] ?? '' };
  const word = said.trim();
  return word === 'running' || word === 'lost' ? { kind: word } : undefined;
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
