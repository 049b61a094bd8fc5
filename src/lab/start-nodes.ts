import { StepFailed, ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { logTail } from './log-tail.ts';
import { nodePid } from './node-process.ts';
import { cqlPort, type LabNode } from './spec.ts';

type StartPorts = Pick<Ports, 'runner' | 'files' | 'processes' | 'clock' | 'signal'>;

const scriptMs = 20_000;
const nodetoolMs = 30_000;
const pollMs = 500;
/** A node and a half a minute, and two minutes for a slow machine. */
const upMs = (nodes: number) => 120_000 + nodes * 40_000;

/**
 * Starts these nodes together and waits until every node of the lab is seen up and normal by every
 * node. Throws StepFailed with the end of the log when one ends instead.
 */
export async function startNodes(
  toStart: readonly LabNode[],
  all: readonly LabNode[],
  ports: StartPorts,
  say: (line: string) => void,
): Promise<void> {
  say(`starting ${toStart.map(({ name, address }) => `${name} (${address})`).join(', ')} …`);
  await Promise.all(toStart.map((node) => startNode(node, ports)));
  const deadline = ports.clock.now() + upMs(all.length);
  await awaitCql(toStart, deadline, ports, say);
  say('waiting until every node sees all nodes up …');
  await awaitViews(all, deadline, ports);
}

async function startNode(node: LabNode, { runner, signal }: StartPorts): Promise<void> {
  signal.throwIfAborted();
  const result = await runner.run({ argv: [`${node.home}/start`], timeoutMs: scriptMs });
  if (result.kind === 'exited' && result.code === 0) return;
  const said = result.kind === 'exited' ? result.stderr.trim() : result.kind;
  throw new ToolError(`${node.name} could not be started: ${said}`, exitCodes.partWay);
}

async function awaitCql(
  nodes: readonly LabNode[],
  deadline: number,
  ports: StartPorts,
  say: (line: string) => void,
): Promise<void> {
  let waiting = [...nodes];
  while (waiting.length > 0) {
    const still: LabNode[] = [];
    for (const node of waiting) {
      if (await answersCql(node, ports))
        say(`${node.name} answers CQL on ${node.address}:${cqlPort}`);
      else still.push(node);
    }
    waiting = still;
    const [first] = waiting;
    if (!first) return;
    if (ports.clock.now() >= deadline) throw await notUp(first, 'does not answer CQL', ports);
    await ports.clock.sleep(pollMs, ports.signal);
  }
}

/** Throws when its process has ended; only a listener of that very process counts. */
async function answersCql(node: LabNode, ports: StartPorts): Promise<boolean> {
  const pid = await nodePid(node, ports);
  if (pid === undefined) throw await notUp(node, 'ended while starting', ports);
  const listener = await ports.processes.listener(node.address, cqlPort);
  return listener?.pid === pid;
}

async function awaitViews(
  nodes: readonly LabNode[],
  deadline: number,
  ports: StartPorts,
): Promise<void> {
  for (;;) {
    const views = await Promise.all(nodes.map((node) => upInViewOf(node, ports)));
    const short = nodes.find(
      (_, index) => !nodes.every(({ address }) => views[index]?.has(address)),
    );
    if (!short) return;
    if (ports.clock.now() >= deadline)
      throw await notUp(short, 'does not see every node up', ports);
    for (const node of nodes)
      if ((await nodePid(node, ports)) === undefined)
        throw await notUp(node, 'ended while starting', ports);
    await ports.clock.sleep(pollMs, ports.signal);
  }
}

async function upInViewOf(
  { home }: LabNode,
  { runner, signal }: StartPorts,
): Promise<ReadonlySet<string>> {
  const argv = [`${home}/nodetool`, 'status'];
  const result = await runner.run({ argv, timeoutMs: nodetoolMs, signal });
  return result.kind === 'exited' ? upNormal(result.stdout) : new Set();
}

/** Addresses that `nodetool status` calls UN. */
export function upNormal(status: string): ReadonlySet<string> {
  return new Set([...status.matchAll(/^UN\s+(\S+)/gm)].map((match) => match[1] ?? ''));
}

async function notUp(node: LabNode, what: string, ports: StartPorts): Promise<StepFailed> {
  return new StepFailed(
    `${node.name} (${node.address}) ${what}`,
    `its logs: ${node.home}/logs`,
    await logTail(node, ports),
  );
}
