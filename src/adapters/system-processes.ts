import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Processes } from '../ports/processes.ts';
import { readCommandLine } from './command-line.ts';
import { orUndefined } from './or-undefined.ts';

/** Processes by way of /proc (Linux). */
export const systemProcesses: Processes = {
  commandLine: (pid) => readCommandLine(pid),
  signal(pid, signal) {
    try {
      process.kill(pid, signal);
      return true;
    } catch {
      return false;
    }
  },
  async listener(address, port) {
    const inode = await listeningInode(address, port);
    if (inode === undefined) return undefined;
    const pid = await ownerOf(inode);
    const argv = pid === undefined ? undefined : await readCommandLine(pid);
    return { pid, command: argv?.join(' ') ?? 'a process of another user' };
  },
  async availableMemoryBytes() {
    const match = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'));
    return Number(match?.[1] ?? 0) * 1024;
  },
  self: { pid: process.pid, hostname: hostname(), ...machineId() },
};

/** The id itself is not to be shown to other machines (machine-id(5)): a digest of our own is. */
function machineId(): { readonly machine?: string } {
  try {
    const id = readFileSync('/etc/machine-id', 'utf8').trim();
    if (!/^[0-9a-f]{32}$/.test(id)) return {};
    return { machine: createHash('sha256').update(`ringward ${id}`).digest('hex').slice(0, 16) };
  } catch {
    return {};
  }
}

/** Looks for `address:port`, or the same port on every address, in state LISTEN (0A). */
async function listeningInode(address: string, port: number): Promise<string | undefined> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const wanted = new Set([
    `${toHex(address)}:${hexPort}`,
    `00000000:${hexPort}`,
    `${'0'.repeat(32)}:${hexPort}`,
  ]);
  // A JVM opens IPv4 sockets as v4-mapped IPv6 ones.
  wanted.add(`0000000000000000FFFF0000${toHex(address)}:${hexPort}`);
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await orUndefined(readFile(table, 'utf8')))?.split('\n') ?? [];
    for (const line of lines) {
      const cells = line.trim().split(/\s+/);
      if (cells[3] === '0A' && wanted.has(cells[1] ?? '')) return cells[9];
    }
  }
  return undefined;
}

/** /proc/net/tcp writes IPv4 addresses as one little-endian word. */
function toHex(address: string): string {
  return address
    .split('.')
    .reverse()
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

async function ownerOf(inode: string): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    for (const fd of (await orUndefined(readdir(`/proc/${name}/fd`))) ?? []) {
      const target = await orUndefined(readlink(`/proc/${name}/fd/${fd}`));
      if (target === `socket:[${inode}]`) return Number(name);
    }
  }
  return undefined;
}
