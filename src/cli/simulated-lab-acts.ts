import { nearestHint } from '../config/nearest-key.ts';
import type { LabNodeStatus } from '../lab/status.ts';
import { fillArgv } from '../model/argv-template.ts';
import { UsageError } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Ports } from '../ports/index.ts';
import { startNode, stopNode, type Acted } from '../simulate/act.ts';
import { defaultFault } from '../simulate/default-fault.ts';
import type { FaultKind } from '../simulate/fault.ts';
import { faultKinds } from '../simulate/fault-kinds.ts';
import { answersCql, isRunning, lifeAt } from '../simulate/life.ts';
import { simulatedRunner } from '../simulate/runner.ts';
import type { ClusterState, SimulatedNode } from '../simulate/state.ts';
import { loadInventory } from './load-inventory.ts';
import type { SimulatedLab } from './simulated-lab.ts';

/** Starts what does not run, and waits until all let clients in. */
export async function startAll({ cluster }: SimulatedLab): Promise<void> {
  await cluster.update((state, now) => onAll(state, now, startNode));
  const { clock } = cluster;
  const comingAt = cluster
    .state()
    .nodes.map((node) => lifeAt(node, clock.now())?.cqlAt ?? clock.now());
  await clock.sleep(Math.max(...comingAt) - clock.now());
}

/** Ends every node, and waits until they are gone. */
export async function stopAll({ cluster }: SimulatedLab): Promise<void> {
  const { overAt } = await cluster.update((state, now) => onAll(state, now, stopNode));
  await cluster.clock.sleep((overAt ?? 0) - cluster.clock.now());
}

function onAll(
  state: ClusterState,
  now: Instant,
  act: (state: ClusterState, node: SimulatedNode, now: Instant) => Acted,
): Acted {
  let after: Acted = { state, overAt: now };
  for (const node of state.nodes) {
    const { state: next, overAt = now } = act(after.state, node, now);
    after = { state: next, overAt: Math.max(overAt, after.overAt ?? now) };
  }
  return after;
}

export function simulatedStatus({ dir, cluster }: SimulatedLab): readonly LabNodeStatus[] {
  const now = cluster.clock.now();
  return cluster.state().nodes.map((node, index) => {
    const life = lifeAt(node, now);
    return {
      name: `node${index + 1}`,
      address: node.address,
      home: dir,
      pid: isRunning(life, now) ? life.pid : null,
      answersCql: answersCql(life, now),
      installed: node.installed,
      configured: node.configured,
    };
  });
}

/** A fault of docs/faults.md, or `release` for none any more. What was done, in words. */
export async function simulatedFault(
  lab: SimulatedLab,
  node: string,
  fault: string,
): Promise<string> {
  const address = addressOf(lab, node);
  const kind = faultKinds.find((each) => each === fault);
  if (fault !== 'release' && !kind) {
    throw new UsageError(
      `there is no fault \`${fault}\` of a simulated node`,
      `${nearestHint(fault, faultKinds)} Known: ${faultKinds.join(', ')}, and release to end them`,
    );
  }
  await lab.cluster.update((state, now) => ({
    state: { ...state, faults: [...others(state, address), ...made(kind, address, now)] },
  }));
  return kind ? `${address}: ${kind}` : `${address}: no fault is left`;
}

function others({ faults }: ClusterState, address: string) {
  return faults.filter(({ node }) => node !== address);
}

function made(kind: FaultKind | undefined, address: string, now: Instant) {
  return kind ? [defaultFault(kind, address, now)] : [];
}

const execMs = 60 * 60_000;

/** `nodetool …`, `stop`, `start`, … of a node: prints what it prints, answers its exit code. */
export async function simulatedExec(
  lab: SimulatedLab,
  { node, command }: { readonly node: string; readonly command: readonly string[] },
  ports: Ports,
): Promise<number> {
  const address = addressOf(lab, node);
  const { nodes } = await loadInventory(lab.inventory, ports);
  const own = nodes.find((each) => each.address === address);
  const argv = own && argvOf(own, command);
  if (!argv) {
    const known = ['nodetool', ...Object.keys(own?.commands ?? {})].join(', ');
    throw new UsageError(`a node has no \`${command[0] ?? ''}\``, `it has: ${known}`);
  }
  const runner = simulatedRunner(lab.cluster, nodes);
  const { signal } = ports;
  const result = await runner.run({ node: address, argv, timeoutMs: execMs, signal });
  signal.throwIfAborted();
  if (result.kind !== 'exited') return 1;
  ports.streams.out(result.stdout);
  ports.streams.err(result.stderr);
  return result.code;
}

function argvOf(
  { address, nodetool, commands }: InventoryNode,
  [program = '', ...rest]: readonly string[],
): readonly string[] | undefined {
  if (program === 'nodetool') return [...nodetool, ...rest];
  const templates: Readonly<Record<string, readonly string[] | undefined>> = { ...commands };
  const template = templates[program];
  return template && fillArgv(template, { address, version: rest[0] ?? '' });
}

/** `node1`, `1` or its address. */
function addressOf({ cluster }: SimulatedLab, text: string): string {
  const { nodes } = cluster.state();
  const at = nodes.findIndex(({ address }, index) =>
    [`node${index + 1}`, String(index + 1), address].includes(text),
  );
  const found = nodes[at]?.address;
  if (found !== undefined) return found;
  throw new UsageError(
    `the lab has no node \`${text}\``,
    `its nodes: ${nodes.map((_, index) => `node${index + 1}`).join(', ')}`,
  );
}
