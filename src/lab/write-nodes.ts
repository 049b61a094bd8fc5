import type { Ports } from '../ports/index.ts';
import { libFolder } from './fetch.ts';
import { confFiles, confFolder } from './node-files.ts';
import { nodeScripts } from './node-scripts.ts';
import { releaseOf } from './releases.ts';
import type { Secrets } from './secrets.ts';
import { inventoryPath, labNodes, labVersions, type LabNode, type LabSpec } from './spec.ts';
import { inventoryText } from './inventory-text.ts';

/** Writes every node folder and the inventory. What runs and which version is in use stay as they are. */
export async function writeNodes(
  spec: LabSpec,
  secrets: Secrets | undefined,
  ports: Pick<Ports, 'files' | 'runner'>,
): Promise<void> {
  for (const node of labNodes(spec)) await writeNode(spec, node, secrets, ports);
  await ports.files.writeText(inventoryPath(spec.dir), inventoryText(spec), 0o644);
}

async function writeNode(
  spec: LabSpec,
  node: LabNode,
  secrets: Secrets | undefined,
  { files }: Pick<Ports, 'files'>,
): Promise<void> {
  for (const folder of ['data', 'logs', 'tmp']) await files.makeFolder(`${node.home}/${folder}`);
  for (const [name, text] of Object.entries(nodeScripts(spec, node)))
    await files.writeText(`${node.home}/${name}`, text, 0o755);
  for (const version of labVersions(spec)) {
    const folder = confFolder(node, version);
    await files.makeFolder(folder);
    const mode = modeIn((await files.readText(`${folder}/cassandra.yaml`)) ?? '');
    const texts = confFiles(spec, node, releaseOf(version), secrets, mode);
    for (const [name, { text, mode }] of Object.entries(texts))
      await files.writeText(`${folder}/${name}`, text, mode);
  }
  if ((await files.readLink(`${node.home}/conf`)) !== undefined) return;
  await files.link(`conf-${spec.version}`, `${node.home}/conf`);
  await files.link(libFolder(spec.cacheDir, spec.version), `${node.home}/lib`);
}

/** As a roll has left it: what it has written is read in no earlier one. */
function modeIn(yaml: string): string | undefined {
  return /^storage_compatibility_mode: (\w+)$/m.exec(yaml)?.[1];
}
