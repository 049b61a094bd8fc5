import { ToolError, UsageError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { bytemanPort, fetchByteman, loadAgent, loadRules, unloadRules } from './byteman.ts';
import { labCommand } from './command-line.ts';
import { nodePid } from './node-process.ts';
import type { LabNode, LabSpec } from './spec.ts';

const sleepSeconds = 20;

/**
 * Each row that a compaction counts takes 20 s, and its progress is told every 100 rows: it stands still,
 * and the node lives on. A thread that waits could not be let go by taking the rule away, one that
 * sleeps can. Cassandra's own tables compact as ever.
 */
const rule = `RULE ringward freeze-compaction
CLASS org.apache.cassandra.db.compaction.CompactionIterator$Purger
METHOD updateProgress
AT ENTRY
IF NOT $0.controller.cfs.metadata.keyspace.startsWith("system")
DO Thread.sleep(${sleepSeconds * 1_000})
ENDRULE
`;

/** Compactions of the node stand still in place from now on. */
export async function freezeCompaction(
  spec: LabSpec,
  node: LabNode,
  ports: Ports,
): Promise<string> {
  const pid = await nodePid(node, ports);
  if (pid === undefined) throw notRunning(spec, node, ports);
  const isLoaded = await hasAgent(node, pid, ports);
  await fetchByteman(spec.cacheDir, ports, (line) => {
    ports.streams.err(`${line}\n`);
  });
  if (!isLoaded) await loadAgent({ spec, node, pid }, ports);
  const file = `${node.home}/tmp/freeze-compaction.btm`;
  await ports.files.writeText(file, rule, 0o644);
  await loadRules({ spec, node }, file, ports);
  const nodetool = (...words: readonly string[]) =>
    labCommand(spec.dir, ports, 'exec', node.name, 'nodetool', ...words);
  return (
    `compactions of user tables take ${sleepSeconds} s a row until they are released; ` +
    `to begin one: ${nodetool('flush')}, then ${nodetool('compact')}`
  );
}

/** Undefined when none was frozen: a restart ends it too. */
export async function thawCompaction(
  spec: LabSpec,
  node: LabNode,
  ports: Ports,
): Promise<string | undefined> {
  const pid = await nodePid(node, ports);
  if (pid === undefined || !(await hasAgent(node, pid, ports))) return undefined;
  if (!(await unloadRules({ spec, node }, ports))) return undefined;
  return `compactions go on within ${sleepSeconds} s`;
}

/** Whether this very process listens for rules. */
async function hasAgent(
  { name, address }: LabNode,
  pid: number,
  { processes }: Pick<Ports, 'processes'>,
): Promise<boolean> {
  const listener = await processes.listener(address, bytemanPort);
  if (!listener || listener.pid === pid) return listener !== undefined;
  throw new ToolError(
    `port ${address}:${bytemanPort}, which the fault needs on ${name}, is taken by ${listener.command}`,
    exitCodes.usage,
    'stop it, or make the lab on other addresses: --network 127.0.9',
  );
}

function notRunning({ dir }: LabSpec, { name }: LabNode, ports: Pick<Ports, 'env'>): UsageError {
  return new UsageError(
    `${name} does not run, so nothing compacts there`,
    `start it: ${labCommand(dir, ports, 'exec', name, 'start')}`,
  );
}
