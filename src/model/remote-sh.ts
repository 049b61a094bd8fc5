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

/** Leads a session of its own, so that it outlives whatever link it was begun through. */
const jobBody = `${limited}
job=$1 mask=$2; shift 2
echo $$ >"$job/pid"
umask "$mask"
LC_ALL=C; export LC_ALL
begun=$(date +%s) most=$1
limited "$@"
code=$?
[ $(($(date +%s) - begun)) -lt "$most" ] || code="$code late"
umask 077
echo "$code" >"$job/exit.new" && mv "$job/exit.new" "$job/exit"`;

const job = `attempt=$1 base=$2-$(id -u) name=$3 body=$4 patience=$5; shift 5
mask=$(umask)
umask 077
cd / || exit 126
mkdir -p "$base" || exit 126
if [ ! -O "$base" ] || [ -L "$base" ]; then echo "$base belongs to somebody else" >&2; exit 126; fi
job=$base/$name
mkdir -p "\${job%/*}" || exit 126
of() { said=; { read -r said <"$job/$1"; } 2>/dev/null; }
alive() { of pid; [ -n "$said" ] && kill -0 "$said" 2>/dev/null; }
if [ -d "$job" ]; then
  of told
  if [ -n "$said" ] && [ "$said" != "$attempt" ]; then rm -rf "$job"; fi
  of begun
  if [ "$said" != "$attempt" ] && [ ! -f "$job/exit" ] && ! alive; then rm -rf "$job"; fi
fi
if mkdir "$job" 2>/dev/null; then
  echo "$attempt" >"$job/begun"
  apart=setsid; command -v setsid >/dev/null || apart=nohup
  "$apart" sh -c "$body" ringward "$job" "$mask" "$@" </dev/null >"$job/out" 2>"$job/err" &
fi
n=0
while [ ! -f "$job/exit" ] && [ "$n" -lt "$patience" ]; do
  if [ "$n" -gt 2 ] && ! alive; then break; fi
  sleep 1; n=$((n + 1))
done
if [ -f "$job/exit" ]; then
  echo "$attempt" >"$job/told"
  of exit
  echo "ended $said"
  tail -c 65536 "$job/out"
  tail -c 65536 "$job/err" >&2
elif alive; then echo running
else echo lost
fi`;

export interface RemoteJob {
  /** Differs from one act to the next: what an earlier act was told is not told again. */
  readonly attempt: string;
  /** Folder of the run on the node; the user's id there is added. */
  readonly folder: string;
  readonly name: string;
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** How long it is waited for there before it is said that it still runs. */
  readonly patienceS: number;
}

/** Begins the job unless it is there, waits for it a little and says how it stands: to be asked again and again. */
export function remoteJobArgv(wanted: RemoteJob): readonly string[] {
  const { attempt, folder, name, argv, timeoutMs, patienceS } = wanted;
  const words = [attempt, folder, name, jobBody, String(patienceS), String(seconds(timeoutMs))];
  return ['sh', '-c', job, 'ringward', ...words, ...argv];
}

/** How a job stands. `lost`: it ended without a word, as when the machine was started again. */
export type RemoteJobState =
  | {
      readonly kind: 'ended';
      readonly code: number;
      readonly late: boolean;
      readonly stdout: string;
    }
  | { readonly kind: 'running' | 'lost' };

/** Undefined: this is no answer of such a command. */
export function remoteJobIn(stdout: string): RemoteJobState | undefined {
  const end = /^ended (\d+)( late)?\n/.exec(stdout);
  if (end) {
    const [line, code, late] = end;
    return {
      kind: 'ended',
      code: Number(code),
      late: late !== undefined,
      stdout: stdout.slice(line.length),
    };
  }
  const word = stdout.trim();
  return word === 'running' || word === 'lost' ? { kind: word } : undefined;
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
