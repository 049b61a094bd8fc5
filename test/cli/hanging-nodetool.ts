import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { addresses } from './simulated-lab.ts';

const status = new URL('../fixtures/nodetool/4.1.10/status.txt', import.meta.url).pathname;

interface Hanging {
  /** Shell: notes its process ids in `hung` and does not end. */
  readonly act?: string;
  /** More of the inventory. */
  readonly more?: string;
}

/**
 * A folder with an inventory and an executable that is its nodetool: it hangs for these nodes and notes
 * its process id, the others say a recorded `status` and nothing else. What it is for is that real
 * processes are ended, or are not there; a simulated node has none.
 */
export function hangingNodetool(
  hanging: readonly string[],
  { act = 'echo $$ >>"$(dirname "$0")/hung"; sleep 600', more = '' }: Hanging = {},
): string {
  const folder = temporaryFolder();
  const inventory = `cluster: hanging
limits: lab
cql: { port: 1 }
nodetool: [./nodetool, '{address}']
nodes: [${addresses.join(', ')}]
${more}`;
  const script = `#!/bin/sh
case ' ${hanging.join(' ')} ' in
  *" $1 "*) ${act} ;;
esac
[ "$2" = status ] && exec sed 's/127\\.0\\.1\\./127.0.77./' '${status}'
exit 1
`;
  writeFileSync(join(folder, 'ringward.yaml'), inventory);
  writeFileSync(join(folder, 'nodetool'), script, { mode: 0o755 });
  return folder;
}

/** Process ids of all that ever hung there. */
export function hungIn(folder: string): readonly number[] {
  const file = join(folder, 'hung');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).map(Number) : [];
}

/** Process ids of those that hang there now. */
export async function runningIn(folder: string): Promise<readonly number[]> {
  const pids = hungIn(folder);
  const commands = await Promise.all(pids.map((pid) => systemProcesses.commandLine(pid)));
  return pids.filter((_, index) => commands[index] !== undefined);
}
