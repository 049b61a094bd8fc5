import type { RuleAcceptance } from '../model/acceptance.ts';
import { isAtLeast } from '../model/finding.ts';
import type { MaintenanceWindow } from '../model/maintenance-window.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { mostAtOnce } from '../model/waves.ts';
import { irreversibleNotes } from './approvals.ts';
import { leftOutNotes } from './commands.ts';
import { gatesOf } from './declared-gates.ts';
import { downNotes } from './down-nodes.ts';
import { graceNotes } from './grace-notes.ts';
import type { Preflight } from './preflight.ts';
import type { PlanRequest } from './request.ts';
import { soakNotes } from './soak-notes.ts';
import { unknownKeyspaces } from './unknown-keyspaces.ts';

export interface Reckoned {
  readonly cures: readonly string[];
  /** Rules that are accepted and had to be. */
  readonly rules: readonly RuleAcceptance[];
  readonly window: MaintenanceWindow | undefined;
}

/** What is worth to be known before the first node is touched. */
export function warningsOf(
  request: PlanRequest,
  checked: Preflight & Pick<Plan, 'nodes' | 'consistency'>,
  { cures, rules, window }: Reckoned,
): readonly string[] {
  const { inventory, playbook, accepted = [] } = request;
  const { nodes } = checked;
  const wanted = accepted.filter((one) => one.rule !== undefined);
  return [
    ...checked.warnings,
    ...unknownKeyspaces(checked.consistency, request.snapshot),
    ...downNotes(nodes, request.toVersion),
    ...notNeeded(wanted, rules),
    ...standingNow(request, cures, nodes),
    ...nothingToCure(request),
    ...leftOutNotes(inventory.nodes, playbook.steps),
    ...irreversibleNotes(playbook),
    ...graceNotes(request, { nodes, window, after: gatesOf(request).after }),
    ...soakNotesOf(request, checked),
  ];
}

function soakNotesOf(
  { playbook, inventory, limits }: PlanRequest,
  { members, nodes }: Preflight & Pick<Plan, 'nodes'>,
): readonly string[] {
  return soakNotes({
    ...{ members: members.filter(({ isDown }) => isDown !== true), steps: playbook.steps, limits },
    together: (dc) => mostAtOnce(nodes.filter((node) => node.dc === dc)) ?? 1,
    withoutJmx: inventory.nodes.filter(({ jmx }) => jmx === undefined).length,
  }).map(printable);
}

function notNeeded(
  accepted: readonly RuleAcceptance[],
  needed: readonly RuleAcceptance[],
): readonly string[] {
  return accepted
    .filter((one) => !needed.includes(one))
    .map(({ rule }) => `--accept ${rule} was not needed, and is not in the plan`);
}

/** Findings that will hold the roll at its first gate, and those that will not, said when the plan is read. */
function standingNow(
  { findings }: PlanRequest,
  cures: readonly string[],
  nodes: readonly PlannedNode[],
): readonly string[] {
  const down = new Set(nodes.flatMap((node) => (node.down ? [node.address] : [])));
  const serious = findings
    .filter(({ node }) => !down.has(node))
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
