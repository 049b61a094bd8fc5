import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { orUndefined } from './or-undefined.ts';

/** The text of a file of /proc; undefined when the process is gone. */
type ReadProc = (path: string) => Promise<string | undefined>;

const patience = { looks: 50, everyMs: 10 };

/**
 * The words of a process's command line; undefined when it is gone, or a zombie. For an instant while
 * one program becomes another (exec) the kernel shows none: looked at again, for half a second.
 */
export async function readCommandLine(
  pid: number,
  readProc: ReadProc = readOrUndefined,
): Promise<readonly string[] | undefined> {
  for (let look = 1; look <= patience.looks; look += 1) {
    const text = await readProc(`/proc/${pid}/cmdline`);
    if (text) return text.replace(/\0$/, '').split('\0');
    if (text === undefined || (await isZombie(pid, readProc))) return undefined;
    await sleep(patience.everyMs);
  }
  return undefined;
}

/** The state follows the name in brackets, which may hold anything. */
async function isZombie(pid: number, readProc: ReadProc): Promise<boolean> {
  const stat = await readProc(`/proc/${pid}/stat`);
  return stat === undefined || /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

async function readOrUndefined(path: string): Promise<string | undefined> {
  return await orUndefined(readFile(path, 'utf8'));
}
