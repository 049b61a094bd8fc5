import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { nodePid } from './node-process.ts';
import {
  cqlPort,
  jmxPort,
  sslStoragePort,
  storagePort,
  type LabNode,
  type LabSpec,
} from './spec.ts';

/** Beside its heap a node takes about this much (lab-facts: 690-760 MB with a heap of 384 MB). */
const besideHeapMb = 350;
const mib = 1024 * 1024;

/** Nodes that would start into too little memory would take other processes down with them. */
export async function checkMemory(
  spec: LabSpec,
  toStart: number,
  { processes }: Pick<Ports, 'processes'>,
): Promise<void> {
  const neededMb = toStart * (spec.heapMb + besideHeapMb);
  const availableMb = Math.floor((await processes.availableMemoryBytes()) / mib);
  if (availableMb >= neededMb) return;
  throw new ToolError(
    `${toStart} nodes need about ${neededMb} MB of memory (heap ${spec.heapMb} + ${besideHeapMb} each), ${availableMb} MB are available`,
    exitCodes.usage,
    'use fewer nodes or a smaller heap: --nodes 1, --heap 256m',
  );
}

/** Throws ToolError that names the process on the first taken port. */
export async function checkPorts(
  spec: LabSpec,
  nodes: readonly LabNode[],
  ports: Pick<Ports, 'files' | 'processes'>,
): Promise<void> {
  for (const node of nodes) {
    for (const port of [storagePort, jmxPort, cqlPort, ...(spec.tls ? [sslStoragePort] : [])]) {
      const listener = await ports.processes.listener(node.address, port);
      if (!listener) continue;
      if (listener.pid !== undefined && listener.pid === (await nodePid(node, ports))) continue;
      const who =
        listener.pid === undefined
          ? listener.command
          : `pid ${listener.pid} (${shorten(listener.command)})`;
      throw new ToolError(
        `port ${node.address}:${port} for ${node.name} is taken by ${who}`,
        exitCodes.usage,
        'stop it, or give the lab other addresses: --network 127.0.9',
      );
    }
  }
}

/** A Cassandra command line has kilobytes: its beginning and its main class say enough. */
function shorten(command: string): string {
  return command.length <= 120 ? command : `${command.slice(0, 60)} … ${command.slice(-55)}`;
}
