/** /proc/PID/cmdline: every argument ends with a zero byte. */
export function sayCommandLine(args: readonly string[] = cassandra): string {
  return args.map((arg) => `${arg}\0`).join('');
}

const cassandra = ['java', '-ea', '-Xss512k', 'org.apache.cassandra.service.CassandraDaemon'];
