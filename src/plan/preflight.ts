import type { ConsistencyLevel } from '../model/consistency.ts';
import { isBlocking, type RuleFinding } from '../model/rule-finding.ts';
import { valueOf } from '../model/seen.ts';
import { acceptableRules } from '../rules/upgrade/index.ts';
import { acceptedLosses, keyspaceWishes } from './accepted-losses.ts';
import type { KeyspaceAcceptance } from '../model/acceptance.ts';
import { commandProblems } from './commands.ts';
import { noneUp } from './down-nodes.ts';
import { gateProblems } from './declared-gates.ts';
import { judgeRules } from './judge-rules.ts';
import { planMembers, type Member } from './members.ts';
import { noTopology } from './no-topology.ts';
import { selectedBy, selectionProblems } from './only.ts';
import { cannotTell, refused, type PlanProblem } from './problem.ts';
import { rangeProblems, type RangeReport } from './range-problems.ts';
import type { PlanRequest } from './request.ts';
import { storageModeProblems } from './storage-mode.ts';
import { topologyDigest } from './topology-digest.ts';
import { versionProblems } from './version-path.ts';

/** What stands against a roll before it begins, and what a plan needs when nothing does. */
export interface Preflight {
  readonly problems: readonly PlanProblem[];
  readonly warnings: readonly string[];
  /** What the rules of the hop say, those that are accepted too. */
  readonly findings: readonly RuleFinding[];
  readonly members: readonly Member[];
  readonly topology: string | undefined;
  /** Keyspaces that lose levels, and may. */
  readonly losses: readonly KeyspaceAcceptance[];
}

/** `consistency` as the plan will have it, inventory and playbook together. */
export function preflight(
  request: PlanRequest,
  consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>,
  authenticatorOn: boolean,
): Preflight {
  const { playbook, snapshot, inventory, only = [] } = request;
  const { members, problems } = planMembers(snapshot, inventory, request.allowDown);
  const kinds = playbook.steps.map((step) => step.kind);
  const ranges = kinds.includes('stop')
    ? rangesOf(request, members, consistency, authenticatorOn)
    : { problems: [], warnings: [], losses: [] };
  const topology = topologyDigest(snapshot);
  const selected = members.filter(selectedBy(only));
  const rolled = selected.filter(({ isDown }) => isDown !== true);
  const wrongPath = [
    ...noneUp(selected, rolled),
    ...pathProblems(request, rolled, members),
    ...storageModeProblems(playbook, snapshot, members, rolled),
  ];
  const findings = wrongPath.length === 0 ? judgeRules(request, members, rolled) : [];
  return {
    members,
    topology,
    findings,
    warnings: ranges.warnings,
    losses: ranges.losses,
    problems: [
      ...wrongPath,
      ...selectionProblems(only, members),
      ...commandProblems(inventory.nodes, kinds),
      ...gateProblems(request),
      ...problems,
      ...(topology === undefined && problems.length === 0 ? [noTopology(snapshot)] : []),
      ...ranges.problems,
      ...findings.filter((finding) => isHeldUp(finding, request)).map(problemOf),
    ],
  };
}

/** A node that is down comes back beside the others as it was: its release must be one that they may have beside them. */
function pathProblems(
  { playbook, toVersion }: PlanRequest,
  rolled: readonly Member[],
  members: readonly Member[],
): readonly PlanProblem[] {
  const problems = versionProblems(playbook, toVersion, rolled);
  const down = members.filter(({ isDown }) => isDown);
  if (problems.length > 0 || down.length === 0) return problems;
  return versionProblems(playbook, toVersion, [...rolled, ...down]);
}

function isHeldUp(finding: RuleFinding, { accepted = [] }: PlanRequest): boolean {
  const isAccepted = mayBeAccepted(finding) && accepted.some(({ rule }) => rule === finding.rule);
  return isBlocking(finding) && !isAccepted;
}

function mayBeAccepted({ rule }: RuleFinding): boolean {
  return acceptableRules.some((id) => id === rule);
}

function problemOf(finding: RuleFinding): PlanProblem {
  const { rule, verdict, what, nodes, fix } = finding;
  const where = nodes.length === 0 ? '' : `${nodes.join(', ')}: `;
  const make = verdict === 'broken' ? refused : cannotTell;
  return { ...make(`${rule}: ${where}${what}`, fix), ...(mayBeAccepted(finding) && { rule }) };
}

function rangesOf(
  request: PlanRequest,
  members: readonly Member[],
  consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>,
  authenticatorOn: boolean,
): RangeReport & Pick<Preflight, 'losses'> {
  const { snapshot, only = [], margin = 0 } = request;
  const rings = valueOf(snapshot.rings);
  if (rings && rings.length > 0) {
    const down = new Set(members.flatMap(({ address, isDown }) => (isDown ? [address] : [])));
    const rolled = members.filter(selectedBy(only)).map(({ address }) => address);
    const addresses = rolled.filter((address) => !down.has(address));
    const asked = { rings, addresses, consistency, authenticatorOn, down };
    const wanted = { ...asked, allowed: { margin, losses: [] } };
    const { losses, notes } = acceptedLosses(wanted, keyspaceWishes(request));
    const { problems, warnings } = rangeProblems({ ...asked, allowed: { margin, losses } });
    return { problems, warnings: [...notes, ...warnings], losses };
  }
  const why =
    snapshot.rings?.kind === 'missing' ? `, ${snapshot.rings.why}: ${snapshot.rings.detail}` : '';
  const problem = cannotTell(
    `the replicas of the ranges were not seen${why}`,
    'they come from nodetool describering of every keyspace',
  );
  return { problems: [problem], warnings: [], losses: [] };
}
