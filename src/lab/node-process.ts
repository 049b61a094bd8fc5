import type { Ports } from '../ports/index.ts';
import type { LabNode } from './spec.ts';

/**
 * The pid of a node's process; undefined when it does not run. A pid is only believed when the
 * process carries the node's folder in its command line: pids are used again.
 */
export async function nodePid(
  { home }: LabNode,
  { files, processes }: Pick<Ports, 'files' | 'processes'>,
): Promise<number | undefined> {
  const text = (await files.readText(`${home}/pid`))?.trim() ?? '';
  if (!/^\d+$/.test(text)) return undefined;
  const words = await processes.commandLine(Number(text));
  return words?.some((word) => word.includes(`${home}/`)) ? Number(text) : undefined;
}

/** Nodes of a list that run. */
export async function runningNodes(
  nodes: readonly LabNode[],
  ports: Pick<Ports, 'files' | 'processes'>,
): Promise<readonly LabNode[]> {
  const pids = await Promise.all(nodes.map((node) => nodePid(node, ports)));
  return nodes.filter((_, index) => pids[index] !== undefined);
}
