import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * At the end Node puts terminals back as it found them, and one that is gone makes it abort instead (SIGABRT, no exit
 * code of ours). It leaves alone what was closed before.
 */
export function endDespiteLostTerminal(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
  });
}
