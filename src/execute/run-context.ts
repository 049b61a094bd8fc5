import { isSmallCluster } from '../gates/witnesses.ts';
import { byAddress } from '../model/by-address.ts';
import { ToolError } from '../model/errors.ts';
import { progressOf, type Progress } from '../model/event.ts';
import type { GateSubject, Reach } from '../model/gate.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { jobsFolder, lockFileOf } from '../model/node-lock.ts';
import { onceForEach } from '../model/once-for-each.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { comparesPeers, storageModeOf, type StepKind } from '../model/step.ts';
import { siblingsOf } from '../model/waves.ts';
import { digestOf } from '../plan/digest.ts';
import type { Comparison } from './comparison.ts';
import type { Judge } from './judge.ts';
import { afterTeller, compared, isRestartedIn, soakGatesOf } from './judged-after.ts';
import { nodeContext } from './node-context.ts';
import { isAway } from './part-way.ts';
import type { EventBody } from './roll.ts';
import type { RunParts } from './run-parts.ts';

interface ContextMeans {
  readonly judge: Judge;
  readonly comparison: Comparison;
  readonly emit: (event: EventBody) => Promise<void>;
  /** What the locks of this process say. */
  readonly lockLine: string;
}

/** What the steps of a node are given. */
export function contextOf(
  parts: RunParts,
  node: PlannedNode,
  { judge, comparison, emit, lockLine }: ContextMeans,
  progress: () => Progress,
) {
  const { ports, plan, inventory } = parts;
  const inventoryNode = byAddress(inventory.nodes).get(node.address);
  if (!inventoryNode) throw notInInventory(node);
  const about = () => subjectOf(plan, node, progress());
  const told = afterTeller(node, emit);
  const reachOf = (wanted: Reach) => (isSmallCluster(plan.nodes) ? 'all' : wanted);
  const judgeGates = async (gates: readonly string[], wanted: Reach, asked = gates) => {
    const reach = reachOf(wanted);
    const judged = await judge.one(asked, about(), reach);
    const own = judged.filter(({ gate }) => gates.includes(gate));
    await told(own, reach);
    return judged;
  };
  return nodeContext({
    node,
    runId: parts.runId,
    minFreePercent: plan.limits.diskFreeCriticalPercent,
    inventoryNode,
    generationBefore: progressOf(progress(), node.address)?.generationBefore,
    fatalBefore: () => progressOf(progress(), node.address)?.fatalBefore,
    targetVersion: plan.toVersion,
    clock: ports.clock,
    runner: ports.runner,
    jobOf: jobsOf(parts, inventoryNode, lockLine, progress),
    pollMs: plan.limits.pollMs,
    signal: ports.secondSignal,
    look: parts.lookAt([inventoryNode]),
    say: (reason) => {
      parts.show({ at: ports.clock.now(), type: 'waiting', node: node.address, reason });
    },
    isSoaked: node.steps.some(({ kind }) => kind === 'soak'),
    judgeClosed: (mayRest) => judge.again(closedGates(plan), about(), mayRest),
    judgeOthers: () => judge.one(othersGates(plan), about(), reachOf('near')),
    judgeAfter: (reach) => judgeGates(plan.after, reach),
    judgeSoak: (reach) => {
      const asked = reachOf(reach) === 'near' ? soakNearGates(plan) : undefined;
      return judgeGates(soakGatesOf(plan), reach, asked);
    },
    ...(comparesPeers(node.steps) && isRestartedIn(progress(), node)
      ? { compare: () => compared(comparison, node, told) }
      : {}),
  });
}

function notInInventory({ address }: PlannedNode): ToolError {
  const hint = 'use the inventory the plan was made with';
  return new ToolError(`${address} is in the plan but not in the inventory`, exitCodes.usage, hint);
}

/** What an earlier act of a kind, or another command, came to is not the end of this one. */
function jobsOf(
  { plan, runId }: RunParts,
  node: InventoryNode,
  line: string,
  progress: () => Progress,
) {
  const lock = lockFileOf(plan.cluster, node);
  const folder = jobsFolder(lock, runId);
  return (kind: StepKind, argv: readonly string[]) => {
    const begunAt = progressOf(progress(), node.address)?.actAt ?? 0;
    const name = `${kind}-${begunAt}-${digestOf(argv).slice(0, 12)}`;
    return { folder, name, held: { lock, line } };
  };
}

const othersGates = onceForEach(({ before }: Plan): readonly string[] =>
  before.filter((gate) => gate === 'peers-up'),
);

/** Those far off are not looked at in a soak: those near it say whether they are up. */
const soakNearGates = onceForEach((plan: Plan): readonly string[] => [
  ...soakGatesOf(plan),
  ...othersGates(plan),
]);

/** Gates that need nothing of a node that serves no clients: the others ask it by CQL, or find fault with its being closed. */
export const closedGates = onceForEach(({ before }: Plan): readonly string[] =>
  before.filter((gate) => gate === 'peers-up' || gate === 'range-safety'),
);

/** The node as gates are asked about it. */
export function subjectOf(plan: Plan, node: PlannedNode, progress: Progress): GateSubject {
  const generationBefore = progressOf(progress, node.address)?.generationBefore;
  const storageMode = storageModeOf(node.steps);
  const together = siblingsOf(plan.nodes, node).filter(
    ({ address }) => progressOf(progress, address)?.state !== 'done',
  );
  const away = together.filter((sibling) => isAway(sibling, progress));
  return {
    address: node.address,
    hostId: node.hostId,
    dc: node.dc,
    rack: node.rack,
    tokenCount: node.tokenCount,
    ...(together.length > 0 ? { together: together.map(({ address }) => address) } : {}),
    ...(away.length > 0 ? { away: away.map(({ address }) => address) } : {}),
    ...(generationBefore === undefined ? {} : { generationBefore }),
    ...(plan.toVersion === undefined ? {} : { targetVersion: plan.toVersion }),
    ...(storageMode === undefined ? {} : { storageMode }),
  };
}
