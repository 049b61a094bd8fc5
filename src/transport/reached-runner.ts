import { byAddress } from '../model/by-address.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { reachArgv, type NodeReach } from '../model/reach.ts';
import { remoteEndIn, remoteRunArgv } from '../model/remote-sh.ts';
import type { CommandResult, Runner, RunRequest } from '../ports/runner.ts';
import { runJob, type JobMeans } from './remote-job.ts';

interface ReachParts extends JobMeans {
  /** Of this machine. */
  readonly runner: Runner;
  /** Where ssh shares its connections, asked before each command; undefined: it shares none. */
  readonly socketFolder?: () => Promise<string | undefined>;
}

/** Commands for a node run on its machine; all others, and those of nodes without a way to reach them, here. */
export function reachedRunner(nodes: readonly InventoryNode[], parts: ReachParts): Runner {
  const known = byAddress(nodes);
  const firstAlone = oneBeforeOthers();
  return {
    async run(request) {
      const reach = known.get(request.node ?? '')?.reach;
      if (!reach) return await parts.runner.run(request);
      const run = (each: RunRequest) =>
        firstAlone(request.node ?? '', () => runThere(reach, each, parts));
      return request.job ? await runJob(request, request.job, run, parts) : await run(request);
    },
  };
}

/** Two that begin at once would each open a connection, and one complain that the other was first. */
function oneBeforeOthers() {
  const first = new Map<string, Promise<unknown>>();
  return async <T>(who: string, work: () => Promise<T>): Promise<T> => {
    const before = first.get(who);
    if (before) {
      await before;
      return await work();
    }
    const mine = work();
    first.set(who, mine);
    return await mine;
  };
}

async function runThere(
  reach: NodeReach,
  request: RunRequest,
  { runner, socketFolder, newWord }: ReachParts,
): Promise<CommandResult> {
  const mark = `ringward-${newWord()}`;
  const remote = remoteRunArgv(request.argv, mark, request.timeoutMs);
  const sockets = reach.kind === 'ssh' ? await socketFolder?.() : undefined;
  const argv = reachArgv(reach, remote, sockets);
  const result = withoutSharing(await runner.run({ ...request, argv }));
  if (result.kind !== 'exited') return result;
  const end = remoteEndIn(result.stderr, mark);
  // Where the link was lost behind the mark what was printed may not have come whole.
  return end?.code === result.code
    ? { ...result, ...end }
    : { kind: 'unreachable', reason: lostWords(reach.kind, result) };
}

/** Said by ssh where another that shares connections was first: all went well, and the command said nothing of it. */
const sharingLine = /^ControlSocket .* already exists, disabling multiplexing\r?\n/gm;

function withoutSharing(result: CommandResult): CommandResult {
  if (!('stderr' in result)) return result;
  return { ...result, stderr: result.stderr.replace(sharingLine, '') };
}

/** The last two lines that ssh, docker or kubectl wrote: the last one often only says that it is over. */
function lostWords(program: string, { code, stderr }: { code: number; stderr: string }): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '').slice(-2);
  return `${program}: ${said.join('; ') || `it ended with exit code ${code}`}`;
}
