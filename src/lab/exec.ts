import { ToolError, UsageError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { labFolder } from './lab-paths.ts';
import { nodeNamed } from './node-named.ts';
import { nodeScripts } from './node-scripts.ts';
import { requireSpec } from './spec-file.ts';

export interface LabExecOptions {
  readonly dir?: string;
  /** `node1`, `1` or its address. */
  readonly node: string;
  /** An executable of the node folder and its arguments. */
  readonly command: readonly string[];
}

/** Long enough for a drain, a repair or a major compaction. */
const execMs = 60 * 60_000;

/** Runs an executable of a node folder, prints what it prints, answers its exit code. */
export async function labExec(options: LabExecOptions, ports: Ports): Promise<number> {
  const spec = await requireSpec(labFolder(options.dir, ports), ports);
  const node = nodeNamed(spec, options.node);
  const [program = '', ...rest] = options.command;
  const known = Object.keys(nodeScripts(spec, node));
  if (!known.includes(program)) {
    throw new UsageError(`a node has no \`${program}\``, `it has: ${known.join(', ')}`);
  }
  const result = await ports.runner.run({
    argv: [`${node.home}/${program}`, ...rest],
    timeoutMs: execMs,
    signal: ports.signal,
  });
  ports.signal.throwIfAborted();
  if (result.kind !== 'exited')
    throw new ToolError(`${node.name}: ${program} ${result.kind}`, exitCodes.cannotTell);
  ports.streams.out(result.stdout);
  ports.streams.err(result.stderr);
  return result.code;
}
