import type { ConsistencyLevel } from '../model/consistency.ts';
import { isBlocking, type Acceptance, type RuleFinding } from '../model/rule-finding.ts';
import { findingKey, isAtLeast } from '../model/finding.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { mostAtOnce } from '../model/waves.ts';
import { rememberLast } from '../model/remember-last.ts';
import { printable } from '../model/printable.ts';
import { storageModeOf } from '../model/step.ts';
import { authenticatorOn } from '../rules/authenticator.ts';
import { irreversibleNotes, withApprovals } from './approvals.ts';
import { filledCommands, leftOutNotes, stepsFor } from './commands.ts';
import { gatesOf, plannedWindow } from './declared-gates.ts';
import { withDigest } from './digest.ts';
import { isThere } from './is-there.ts';
import type { Member } from './members.ts';
import { selectedBy } from './only.ts';
import { orderNodes, type OrderedNode } from './order.ts';
import { preflight, type Preflight } from './preflight.ts';
import type { PlanProblem } from './problem.ts';
import type { PlanRequest } from './request.ts';
import { inWaves } from './waves/planned-waves.ts';
import { canarySteps, soakedSteps, soakNotes } from './soak-notes.ts';

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
  const { nodes, problems } = inWaves({
    ...{ request, consistency, nodes: plannedNodes(checked.members, request) },
    authenticatorOn: auth ?? true,
  });
  if (problems.length > 0) return { kind: 'problems', problems, findings };
  const seen = { ...checked, topology, nodes, consistency, authenticatorOn: auth };
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
  const { playbook, inventory, accepted: wanted = [] } = request;
  const cures = [...new Set([...playbook.cures, ...(request.cures ?? [])])];
  const accepted = neededOf(wanted, checked.findings);
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
    ...(auth !== undefined && { authenticatorOn: auth }),
    ...gatesOf(request),
    ...(window && { maintenanceWindow: window }),
    ...freezeOf(request),
    cures,
    baseline: [...new Set(request.findings.map(findingKey))].sort(),
    warnings: [
      ...checked.warnings,
      ...notNeeded(wanted, accepted),
      ...standingNow(request, cures),
      ...nothingToCure(request),
      ...leftOutNotes(inventory.nodes, playbook.steps),
      ...irreversibleNotes(playbook),
      ...soakNotesOf(request, checked),
    ],
    ...rulesOf(checked.findings, accepted),
    nodes: withApprovals(checked.nodes, playbook.approve),
  };
}

function soakNotesOf(
  { playbook, inventory, limits }: PlanRequest,
  { members, nodes }: Checked,
): readonly string[] {
  return soakNotes({
    ...{ members, steps: playbook.steps, limits },
    together: (dc) => mostAtOnce(nodes.filter((node) => node.dc === dc)) ?? 1,
    withoutJmx: inventory.nodes.filter(({ jmx }) => jmx === undefined).length,
  }).map(printable);
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

/** Those without which there would be no plan. */
function neededOf(
  accepted: readonly Acceptance[],
  findings: readonly RuleFinding[],
): readonly Acceptance[] {
  const blocking = new Set(findings.filter(isBlocking).map(({ rule }) => rule));
  return accepted.filter(({ rule }) => blocking.has(rule));
}

function notNeeded(
  accepted: readonly Acceptance[],
  needed: readonly Acceptance[],
): readonly string[] {
  return accepted
    .filter((one) => !needed.includes(one))
    .map(({ rule }) => `--accept ${rule} was not needed, and is not in the plan`);
}

/** Per keyspace all that the inventory and the playbook declare: the stricter one wins. */
function bothDeclared(
  inventory: Plan['consistency'],
  playbook: Plan['consistency'],
): Readonly<Record<string, readonly ConsistencyLevel[]>> {
  const names = [...new Set([...Object.keys(inventory), ...Object.keys(playbook)])].sort();
  const own = (from: Plan['consistency'], name: string) =>
    (Object.hasOwn(from, name) ? from[name] : undefined) ?? [];
  return Object.fromEntries(
    names.map((name) => [name, [...new Set([...own(inventory, name), ...own(playbook, name)])]]),
  );
}

/** Those that are rolled first; those left out are members, and stand at the end. */
function plannedNodes(members: readonly Member[], request: PlanRequest): readonly PlannedNode[] {
  const isSelected = selectedBy(request.only ?? []);
  const rolled = orderNodes(members.filter(isSelected));
  const others = orderNodes(members.filter((node) => !isSelected(node)));
  const canary = rolled.find(({ node }) => !isThere(node, request));
  return [
    ...rolled.map((ordered) => plannedNode(ordered, request, ordered === canary)),
    ...others.map(({ node }) =>
      leftOut(plannedNode({ node, reason: 'left out by --only' }, request)),
    ),
  ];
}

function leftOut(node: PlannedNode): PlannedNode {
  return { ...node, steps: [], leftOut: true };
}

function plannedNode(
  { node, reason }: OrderedNode<Member>,
  request: PlanRequest,
  isCanary = false,
): PlannedNode {
  const { inventory, playbook, toVersion, limits } = request;
  const { release, ...place } = node;
  const isDone = isThere(node, request);
  const mode = storageModeOf(playbook.steps);
  const steps = isCanary ? canarySteps(playbook) : playbook.steps;
  const inventoryNode = inventory.nodes.find(({ address }) => address === node.address);
  return {
    ...place,
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

/** Findings that will hold the roll at its first gate, and those that will not, said when the plan is read. */
function standingNow({ findings }: PlanRequest, cures: readonly string[]): readonly string[] {
  const serious = findings
    .filter((finding) => isAtLeast(finding.severity, 'warning'))
    .filter(
      ({ detector, node, isConfiguration }) =>
        isConfiguration || !cures.includes(detector) || node === 'cluster',
    );
  return serious.map(({ detector, node, summary, isConfiguration }) => {
    const what = `${detector} on ${node}: ${summary}`;
    return isConfiguration
      ? `was so when the plan was made, and does not hold this roll: ${what}`
      : `will hold the roll while it lasts: ${what}`;
  });
}

/** Of what was asked for beyond the playbook: only what is there by now does not hold the roll. */
function nothingToCure({ findings, cures = [] }: PlanRequest): readonly string[] {
  return cures
    .filter((cure) => findings.every(({ detector }) => detector !== cure))
    .map((cure) => `none found to cure: ${cure}; one that begins later holds the roll`);
}
