import type { Ports } from '../ports/index.ts';
import { labFolder } from './lab-paths.ts';
import { nodePid } from './node-process.ts';
import { requireSpec } from './spec-file.ts';
import { cqlPort, labNodes, type LabNode } from './spec.ts';

export interface LabNodeStatus {
  readonly name: string;
  readonly address: string;
  readonly home: string;
  /** Null when it does not run. */
  readonly pid: number | null;
  readonly answersCql: boolean;
  /** The version its `lib` is on now; a running process may still be on the one before. */
  readonly installed: string;
  readonly configured: string;
}

/** What the processes and folders of the lab say; the cluster itself is asked by `health`. */
export async function labStatus(
  options: { readonly dir?: string },
  ports: Ports,
): Promise<readonly LabNodeStatus[]> {
  const spec = await requireSpec(labFolder(options.dir, ports), ports);
  return await Promise.all(labNodes(spec).map((node) => statusOf(node, ports)));
}

async function statusOf(node: LabNode, ports: Ports): Promise<LabNodeStatus> {
  const { files, processes } = ports;
  const pid = await nodePid(node, ports);
  const listener = pid === undefined ? undefined : await processes.listener(node.address, cqlPort);
  const lib = (await files.readLink(`${node.home}/lib`)) ?? '';
  const conf = (await files.readLink(`${node.home}/conf`)) ?? '';
  return {
    name: node.name,
    address: node.address,
    home: node.home,
    pid: pid ?? null,
    answersCql: pid !== undefined && listener?.pid === pid,
    installed: lib.split('/').at(-2) ?? '',
    configured: conf.replace(/^conf-/, ''),
  };
}

/** A table of fixed columns. */
export function statusText(rows: readonly LabNodeStatus[]): string {
  const cells = rows.map(({ name, address, pid, answersCql, installed }) => [
    name,
    address,
    pid === null ? 'down' : `pid ${pid}`,
    answersCql ? 'CQL' : '-',
    installed,
  ]);
  const widths = cells.reduce<number[]>(
    (wide, row) => row.map((cell, index) => Math.max(wide[index] ?? 0, cell.length)),
    [],
  );
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
