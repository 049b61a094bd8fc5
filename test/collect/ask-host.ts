import type { NodeContext } from '../../src/collect/context.ts';
import { askMachine } from '../../src/collect/host.ts';
import { askProcess } from '../../src/collect/process.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import type { SourceId } from '../../src/model/snapshot.ts';

/** What a look asks of the machine and, after it, of the process. */
export async function askHost(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  process: Seen<JavaProcess>,
) {
  return {
    ...(await askMachine(context, wanted, process)),
    ...(await askProcess(context, wanted, process)),
  };
}
