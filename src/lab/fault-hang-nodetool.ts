import type { Ports } from '../ports/index.ts';
import { nodeScripts } from './node-scripts.ts';
import type { LabNode, LabSpec } from './spec.ts';

const hanging =
  '#!/bin/sh\n# ringward lab fault hang-nodetool: release puts the real one back.\nexec sleep 86400\n';

/** Every nodetool of the node hangs from now on; the node itself is well. */
export async function hangNodetool(
  _: LabSpec,
  { home }: LabNode,
  { files }: Pick<Ports, 'files'>,
): Promise<string> {
  await files.writeText(nodetoolPath(home), hanging, 0o755);
  return `every ${nodetoolPath(home)} hangs until it is released`;
}

/** Undefined when it did not hang. */
export async function restoreNodetool(
  spec: LabSpec,
  node: LabNode,
  { files }: Pick<Ports, 'files'>,
): Promise<string | undefined> {
  const path = nodetoolPath(node.home);
  if ((await files.readText(path)) !== hanging) return undefined;
  await files.writeText(path, nodeScripts(spec, node)['nodetool'] ?? '', 0o755);
  return 'nodetool answers again';
}

function nodetoolPath(home: string): string {
  return `${home}/nodetool`;
}
