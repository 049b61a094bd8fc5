import { shLine, shQuote } from '../model/sh-quote.ts';
import type { LabNode, LabSpec } from './spec.ts';

/** How long `stop` waits for the process to end. A stalled compaction held it for 61 s (lab-facts). */
const stopSeconds = 90;

/** The executables of a node folder, by name: POSIX sh, the same for every version. */
export function nodeScripts(spec: LabSpec, node: LabNode): Readonly<Record<string, string>> {
  const head = `#!/bin/sh\nhome=${shQuote(node.home)}\n`;
  return {
    nodetool: `${head}exec "$home/conf/nodetool" "$@"\n`,
    start: head + start,
    stop: head + stop(node.name),
    running: head + running,
    fetch: head + fetch(spec),
    install: head + install(spec),
    configure: head + configure(spec),
    clearCompactionHistory: head + clearCompactionHistory,
    storageCompatibility: head + storageCompatibility,
    log: `${head}exec tail -n "\${1:-40}" "$home/logs/system.log"\n`,
  };
}

const running = `# Exit 0 while the process in "pid" is alive and is this node's: a pid alone is not trusted.
pid=$(cat "$home/pid" 2>/dev/null) || exit 1
case $pid in '' | *[!0-9]*) exit 1 ;; esac
# For an instant, while one program becomes another (exec), the command line is empty; a zombie's stays so.
looks=0
while [ "$looks" -lt 50 ]; do
  { words=$(tr '\\0' '\\n' <"/proc/$pid/cmdline"); } 2>/dev/null || exit 1
  if [ -n "$words" ]; then
    printf '%s\\n' "$words" | grep -qF -- "$home/"
    exit
  fi
  grep -q '^State:[[:space:]]*[ZX]' "/proc/$pid/status" 2>/dev/null && exit 1
  looks=$((looks + 1))
  sleep 0.02
done
exit 1
`;

const start = `# Starts this node unless it runs, and returns at once. Output: logs/console.log
"$home/running" && exit 0
if [ ! -x "$home/conf/start" ] || [ ! -d "$home/lib" ]; then
  echo "$home: no version is installed and configured" >&2
  exit 1
fi
cd "$home" || exit 1
# A session of its own: neither Ctrl-C nor the end of the caller reaches it.
setsid "$home/conf/start" </dev/null >>"$home/logs/console.log" 2>&1 &
echo $! >"$home/pid"
`;

function stop(name: string): string {
  return `# stop [--kill] [SECONDS]: TERM, or KILL when asked, then wait; exit 1 when the process survives.
signal=TERM
if [ "$1" = --kill ]; then
  signal=KILL
  shift
fi
limit=\${1:-${stopSeconds}}
"$home/running" || exit 0
pid=$(cat "$home/pid")
kill -s "$signal" "$pid" 2>/dev/null
waited=0
while "$home/running"; do
  if [ "$waited" -ge $((limit * 5)) ]; then
    echo "${name}: process $pid still runs $limit s after SIG$signal (stop --kill ends it the hard way)" >&2
    exit 1
  fi
  sleep 0.2
  waited=$((waited + 1))
done
`;
}

/** What makes a lab ready for one version more; $add names it to the operator. */
function takeVersion(dir: string): string {
  const add = shLine(['ringward', 'lab', 'up', '--dir', dir, '--also']);
  return `add=${shQuote(add)}
version=$1
case $version in
'' | */* | .*)
  echo "usage: $0 VERSION" >&2
  exit 2
  ;;
esac
`;
}

/** Leaves `$lib`, the jars of that version; exits 1 without them. */
function takeLib({ dir, cacheDir }: LabSpec): string {
  return `${takeVersion(dir)}lib=${shQuote(cacheDir)}/$version/lib
if [ ! -d "$lib" ]; then
  echo "Cassandra $version is not in the cache ($lib): $add $version" >&2
  exit 1
fi
`;
}

const requireConfiguration = `if [ ! -d "$home/conf-$version" ]; then
  echo "$home has no configuration for $version: $add $version" >&2
  exit 1
fi
`;

function fetch(spec: LabSpec): string {
  return `# fetch VERSION: exit 0 when that version could be put in place; the node is not touched.
${takeLib(spec)}${requireConfiguration}`;
}

function install(spec: LabSpec): string {
  return `# install VERSION: that version's jars are used from the next start on.
${takeLib(spec)}ln -sfn "$lib" "$home/lib"
`;
}

function configure({ dir }: LabSpec): string {
  return `# configure VERSION: the configuration made for that version is used from the next start on.
${takeVersion(dir)}${requireConfiguration}ln -sfn "conf-$version" "$home/conf"
`;
}

const clearCompactionHistory = `# Removes the SSTables of system.compaction_history of this stopped node; snapshots stay.
"$home/running" && { echo "$home: the node runs" >&2; exit 1; }
for table in "$home"/data/system/compaction_history-*; do
  [ -d "$table" ] || continue
  find "$table" -maxdepth 1 -type f -exec rm -f -- {} + || exit 1
done
`;

const storageCompatibility = `# storageCompatibility MODE: used from the next start on, with the version that is configured.
yaml=$home/conf/cassandra.yaml
case $1 in
CASSANDRA_4 | UPGRADING | NONE) ;;
*)
  echo "usage: $0 CASSANDRA_4 | UPGRADING | NONE" >&2
  exit 2
  ;;
esac
if ! grep -q '^storage_compatibility_mode:' "$yaml"; then
  echo "$yaml: this version has no storage_compatibility_mode" >&2
  exit 1
fi
sed -i "s/^storage_compatibility_mode:.*/storage_compatibility_mode: $1/" "$yaml"
`;
