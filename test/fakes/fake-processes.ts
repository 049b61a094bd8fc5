import type { Processes } from '../../src/ports/processes.ts';

/** A process table that a test fills: pid → command line. */
export function fakeProcesses(
  table: Readonly<Record<number, string>> = { 100: 'node ringward.js' },
  machine?: string,
) {
  const commands = new Map(Object.entries(table).map(([pid, command]) => [Number(pid), command]));
  const signals: string[] = [];
  const listeners = new Map<string, { pid: number | undefined; command: string }>();
  let memoryBytes = 16 * 1024 ** 3;
  const processes: Processes = {
    commandLine: (pid) => Promise.resolve(commands.get(pid)?.split(' ')),
    signal(pid, signal) {
      signals.push(`${signal} ${pid}`);
      return commands.delete(pid);
    },
    listener: (address, port) => Promise.resolve(listeners.get(`${address}:${port}`)),
    availableMemoryBytes: () => Promise.resolve(memoryBytes),
    self: { pid: 100, hostname: 'here', ...(machine === undefined ? {} : { machine }) },
  };
  return {
    ...processes,
    signals,
    commands,
    listeners,
    setMemory: (bytes: number) => void (memoryBytes = bytes),
  };
}
