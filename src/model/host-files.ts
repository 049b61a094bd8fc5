/**
 * How files of a machine are read with one command, as an argument array and without a shell: find gives
 * those that are there to grep, which puts the path before each line.
 */

/** The name of the machine, as `uname -n` says it. */
export const hostNameFile = '/proc/sys/kernel/hostname';

export type ProcessFile = 'cmdline' | 'io' | 'cgroup' | 'task';

/** `task` is a folder: of each thread its `stat` and `schedstat` are read. */
export function processFile(pid: number, name: ProcessFile): string {
  return `/proc/${pid}/${name}`;
}

/**
 * The command that reads these files, with options that GNU and busybox have. Of a command line it says no
 * more than that it is Cassandra's: arguments may hold secrets.
 */
export function readFilesArgv(paths: readonly string[]): readonly string[] {
  const commandLine = paths.find((path) => path.endsWith('/cmdline'));
  const threads = paths.find((path) => path.endsWith('/task'));
  const grepName = ['grep', '-l', 'CassandraDaemon', '{}', ';'];
  const ofThreads = ['-o', '-name', 'stat', '-o', '-name', 'schedstat'];
  return [
    ...['find', ...paths, ...deepest],
    ...(commandLine ? ['-path', commandLine, '-exec', ...grepName, '-o'] : []),
    ...['-type', 'f', '!', '-name', 'cmdline'],
    ...(threads ? ['(', '!', '-path', `${threads}/*`, ...ofThreads, ')'] : []),
    ...grepLines,
  ];
}

const deepest = ['-maxdepth', '2'];
/** As text, whatever a thread is called. */
const grepLines = ['-exec', 'grep', '-aH', '.', '{}', '+'];

/** The files that such a command reads; undefined: it is another command. */
export function pathsInArgv(argv: readonly string[]): readonly string[] | undefined {
  const end = argv.indexOf('-maxdepth');
  const isOne = argv[0] === 'find' && end > 0 && argv.slice(-6).join(' ') === grepLines.join(' ');
  return isOne ? argv.slice(1, end) : undefined;
}
