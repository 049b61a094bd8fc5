import type { Ports } from '../ports/index.ts';
import { runningNodes } from './node-process.ts';
import type { LabNode } from './spec.ts';

type StopPorts = Pick<Ports, 'runner' | 'files' | 'processes'>;

/** The script waits 90 s by itself. */
const stopMs = 100_000;

/** Asks these nodes to end, all at once; answers those that did not. Never kills unless told to. */
export async function stopNodes(
  nodes: readonly LabNode[],
  kill: boolean,
  ports: StopPorts,
): Promise<readonly LabNode[]> {
  const flags = kill ? ['--kill'] : [];
  await Promise.all(
    nodes.map(({ home }) =>
      ports.runner.run({ argv: [`${home}/stop`, ...flags], timeoutMs: stopMs }),
    ),
  );
  return await runningNodes(nodes, ports);
}
