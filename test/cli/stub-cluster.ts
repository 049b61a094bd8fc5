import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.ts';

export const addresses = ['127.0.1.1', '127.0.1.2', '127.0.1.3'] as const;

const recorded = new URL('../fixtures/nodetool/4.1.10/', import.meta.url).pathname;

/**
 * A folder with a `ringward.yaml` of three nodes and the executable that is their nodetool. It prints
 * what real 4.1.10 nodes said; nothing listens on their CQL port. `instead` is shell, run before that
 * with the address in $1 and the sub-command in $2.
 */
export function stubCluster(given: { readonly instead?: string; readonly more?: string } = {}) {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'ringward.yaml'),
    `cluster: stub
limits: lab
cql: { port: 1 }
nodetool: [./nodetool, '{address}']
nodes: [${addresses.join(', ')}]
${given.more ?? ''}`,
  );
  writeFileSync(join(folder, 'nodetool'), nodetoolScript(given.instead ?? ''), { mode: 0o755 });
  return folder;
}

/** The process id in the recorded answer belongs to another process here: the host is renamed. */
function nodetoolScript(instead: string): string {
  return `#!/bin/sh
${instead}
shift
case "$*" in
  sjk*LiveSSTableCount*) file=sjk-mxdump--live-sstable-count ;;
  sjk*) file=sjk-mxdump--runtime ;;
  *) file=$1 ;;
esac
exec sed 's/@vm"/@elsewhere"/' '${recorded}'"$file.txt"
`;
}
