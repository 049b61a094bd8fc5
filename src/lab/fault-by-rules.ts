import { ToolError, UsageError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { bytemanPort, fetchByteman, loadAgent, loadRules, unloadRules } from './byteman.ts';
import { labCommand } from './command-line.ts';
import { nodePid } from './node-process.ts';
import { ruleFaults, type RuleFault } from './rule-faults.ts';
import type { LabNode, LabSpec } from './spec.ts';

/** The rules act in the process of the node from now on, until they are taken away or it ends. */
export function beginRules(name: string, { rules, begun }: RuleFault) {
  return async (spec: LabSpec, node: LabNode, ports: Ports): Promise<string> => {
    const pid = await nodePid(node, ports);
    if (pid === undefined) throw notRunning(spec, node, ports);
    const isLoaded = await hasAgent(node, pid, ports);
    await fetchByteman(spec.cacheDir, ports, (line) => {
      ports.streams.err(`${line}\n`);
    });
    if (!isLoaded) await loadAgent({ spec, node, pid }, ports);
    const file = `${node.home}/tmp/${name}.btm`;
    await ports.files.writeText(file, rules.join(''), 0o644);
    await loadRules({ spec, node }, file, ports);
    return begun((...words) =>
      labCommand(spec.dir, ports, 'exec', node.name, 'nodetool', ...words),
    );
  };
}

/** Undefined when no rule acted: a restart ends them too. */
export async function endRules(
  spec: LabSpec,
  node: LabNode,
  ports: Ports,
): Promise<string | undefined> {
  const pid = await nodePid(node, ports);
  if (pid === undefined || !(await hasAgent(node, pid, ports))) return undefined;
  const names = await unloadRules({ spec, node }, ports);
  if (names.length === 0) return undefined;
  return names.map((name) => ruleFaults.get(name)?.ended ?? `${name} is over`).join('; ');
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
    `${name} does not run, so there is no process to change`,
    `start it: ${labCommand(dir, ports, 'exec', name, 'start')}`,
  );
}
