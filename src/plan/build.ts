import type { Acceptance, AcceptanceWish, RuleAcceptance } from '../model/acceptance.ts';
import { isBlocking, type RuleFinding } from '../model/rule-finding.ts';
import { findingKey } from '../model/finding.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { rememberLast } from '../model/remember-last.ts';
import { storageModeOf } from '../model/step.ts';
import { authenticatorOn } from '../rules/authenticator.ts';
import { withApprovals } from './approvals.ts';
import { filledCommands, stepsFor } from './commands.ts';
import { gatesOf, plannedWindow } from './declared-gates.ts';
import { bothDeclared } from './declared-levels.ts';
import { withDigest } from './digest.ts';
import { leftForLater, outsideOnly } from './down-nodes.ts';
import { isThere } from './is-there.ts';
import type { Member } from './members.ts';
import { selectedBy } from './only.ts';
import { orderNodes, type OrderedNode } from './order.ts';
import { preflight, type Preflight } from './preflight.ts';
import type { PlanProblem } from './problem.ts';
import type { PlanRequest } from './request.ts';
import { inWaves } from './waves/planned-waves.ts';
import { warningsOf } from './plan-warnings.ts';
import { canarySteps, soakedSteps } from './soak-notes.ts';

export type PlanResult =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | {
      readonly kind: 'problems';
      readonly problems: readonly PlanProblem[];
      readonly findings: readonly RuleFinding[];
    };

/** A plan with its digest, or everything that stands against one. Touches nothing. */
export function buildPlan(request: PlanRequest): PlanResult {
  const { playbook, inventory, snapshot } = request;
  const consistency = bothDeclared(inventory.consistency, playbook.consistency);
  const loggedIn = inventory.cql.user !== undefined;
  const auth = authenticatorOn(snapshot, loggedIn);
  const checked = preflight(request, consistency, auth ?? true);
  const { topology, findings } = checked;
  if (checked.problems.length > 0 || topology === undefined) {
    return { kind: 'problems', problems: checked.problems, findings };
  }
  const { nodes, problems, warnings } = inWaves({
    ...{ request, consistency, nodes: plannedNodes(checked.members, request) },
    losses: checked.losses,
    authenticatorOn: auth ?? true,
  });
  if (problems.length > 0) return { kind: 'problems', problems, findings };
  const all = [...checked.warnings, ...warnings];
  const seen = { ...checked, warnings: all, topology, nodes, consistency, authenticatorOn: auth };
  return { kind: 'plan', plan: withDigest(planned(request, seen)) };
}

/** Nothing stands against it. */
interface Checked extends Preflight {
  readonly topology: string;
  readonly nodes: readonly PlannedNode[];
  readonly consistency: Plan['consistency'];
  readonly authenticatorOn: boolean | undefined;
}

function planned(request: PlanRequest, checked: Checked): Omit<Plan, 'digest'> {
  const { playbook, inventory } = request;
  const cures = [...new Set([...playbook.cures, ...(request.cures ?? [])])];
  const rules = neededOf(request.accepted ?? [], checked.findings);
  const window = plannedWindow(request);
  const { authenticatorOn: auth } = checked;
  return {
    format: 1,
    createdAt: request.at,
    cluster: inventory.cluster,
    playbook: playbook.name,
    ...(playbook.file !== undefined && { playbookFile: playbook.file }),
    ...(request.toVersion !== undefined && { toVersion: request.toVersion }),
    limits: request.limits,
    topologyDigest: checked.topology,
    consistency: checked.consistency,
    ...(Object.keys(playbook.consistency).length > 0 && {
      playbookConsistency: playbook.consistency,
    }),
    ...(auth !== undefined && { authenticatorOn: auth }),
    ...gatesOf(request),
    ...(window && { maintenanceWindow: window }),
    ...freezeOf(request),
    cures,
    baseline: [...new Set(request.findings.map(findingKey))].sort(),
    warnings: warningsOf(request, checked, { cures, rules, window }),
    ...rulesOf(checked.findings, [...rules, ...checked.losses]),
    ...budgetOf(request),
    nodes: withApprovals(checked.nodes, playbook.approve),
  };
}

/** What stops no node needs nothing to stand still. */
function freezeOf({ playbook, inventory: { freeze } }: PlanRequest): Pick<Plan, 'freeze'> {
  return freeze && playbook.steps.some(({ kind }) => kind === 'stop') ? { freeze } : {};
}

function rulesOf(
  preflight: readonly RuleFinding[],
  accepted: readonly Acceptance[],
): Pick<Plan, 'preflight' | 'accepted'> {
  return {
    ...(preflight.length > 0 && { preflight }),
    ...(accepted.length > 0 && { accepted }),
  };
}

/** What is not asked for is not in the plan. */
function budgetOf({
  allowDown = 0,
  margin = 0,
  parallel,
}: PlanRequest): Pick<Plan, 'allowDown' | 'margin' | 'parallel'> {
  return {
    ...(allowDown > 0 && { allowDown }),
    ...(margin > 0 && { margin }),
    ...(parallel !== undefined && { parallel }),
  };
}

/** Those without which there would be no plan. */
function neededOf(
  accepted: readonly AcceptanceWish[],
  findings: readonly RuleFinding[],
): readonly RuleAcceptance[] {
  const blocking = new Set(findings.filter(isBlocking).map(({ rule }) => rule));
  return accepted.filter((one) => one.rule !== undefined).filter(({ rule }) => blocking.has(rule));
}

/** Those that are rolled first; those left out are members, and stand at the end. */
function plannedNodes(members: readonly Member[], request: PlanRequest): readonly PlannedNode[] {
  const isSelected = selectedBy(request.only ?? []);
  const isRolled = (node: Member) => isSelected(node) && node.isDown !== true;
  const rolled = orderNodes(members.filter(isRolled));
  const others = orderNodes(members.filter((node) => !isRolled(node)));
  const canary = rolled.find(({ node }) => !isThere(node, request));
  return [
    ...rolled.map((ordered) => plannedNode(ordered, request, ordered === canary)),
    ...others.map(({ node }) => leftOut(node, isSelected(node), request)),
  ];
}

function leftOut(node: Member, isSelected: boolean, request: PlanRequest): PlannedNode {
  const reason = isSelected ? leftForLater : outsideOnly(node);
  const planned = plannedNode({ node, reason }, request);
  const isOutside = node.isDown === true && !isSelected;
  return { ...planned, steps: [], leftOut: true, ...(isOutside && { outsideOnly: true }) };
}

function plannedNode(
  { node, reason }: OrderedNode<Member>,
  request: PlanRequest,
  isCanary = false,
): PlannedNode {
  const { inventory, playbook, toVersion, limits } = request;
  const { release, isDown, ...place } = node;
  const isDone = isThere(node, request);
  const mode = storageModeOf(playbook.steps);
  const steps = isCanary ? canarySteps(playbook) : playbook.steps;
  const inventoryNode = inventory.nodes.find(({ address }) => address === node.address);
  return {
    ...place,
    ...(isDown && { down: isDown }),
    fromVersion: release,
    reason: isDone
      ? `${reason}; already ${mode === undefined ? `on ${release}` : `in ${mode}`}, nothing to do`
      : reason,
    steps: isDone ? [] : stepsFor(soaked(steps, limits), inventoryNode),
    commands: inventoryNode ? filledCommands(inventoryNode, toVersion ?? release, mode) : {},
  };
}

/** One list for all nodes. */
const soaked = rememberLast(soakedSteps);
