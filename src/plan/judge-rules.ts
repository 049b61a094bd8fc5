import type { RuleFinding } from '../model/rule-finding.ts';
import { printable } from '../model/printable.ts';
import { storageModeOf } from '../model/step.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { isOfHop, judgedRules, operatorNotes, type UpgradeRule } from '../rules/upgrade/index.ts';
import type { Judged, RuleContext } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { isThere } from './is-there.ts';
import type { Member } from './members.ts';
import type { PlanRequest } from './request.ts';

/**
 * The hop is that of the nodes that are rolled; what must hold of the cluster must of every member that is up.
 * What the rules of the hop say, those that do not hold first, worst first; a roll to another storage_compatibility_mode is
 * a hop within its line. Nothing for a restart, and nothing where the hop itself is none: `version-path.ts` refuses it then.
 */
export function judgeRules(
  request: PlanRequest,
  members: readonly Member[],
  rolled: readonly Member[] = members,
): readonly RuleFinding[] {
  const context = contextOf(request, members, rolled);
  if (!context) return [];
  const { fromLine, toLine } = context;
  const judged = judgedRules
    .filter((rule) => isOfHop(rule, fromLine, toLine))
    .flatMap((rule) => checks[rule.id](context).map((each) => findingOf(rule, each)));
  const notes = operatorNotes
    .filter((rule) => isOfHop(rule, fromLine, toLine) && !isSeenTo(rule, request))
    .map((rule) => noteOf(rule));
  return [...judged, ...notes]
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => rankOf(a.finding) - rankOf(b.finding) || a.index - b.index)
    .map(({ finding }) => finding);
}

function contextOf(
  request: PlanRequest,
  members: readonly Member[],
  rolled: readonly Member[],
): RuleContext | undefined {
  const { toVersion, playbook, snapshot, inventory, limits } = request;
  if (toVersion === undefined && storageModeOf(playbook.steps) === undefined) return undefined;
  const behind = rolled.filter((member) => !isThere(member, request));
  const from = parseVersion(behind[0]?.release ?? '');
  const target = toVersion === undefined ? from : parseVersion(toVersion);
  if (!from || !target) return undefined;
  const lines = { fromLine: releaseLine(from), toLine: releaseLine(target) };
  const up = members.filter(({ isDown }) => isDown !== true);
  const down = new Set(members.filter((one) => !up.includes(one)).map(({ address }) => address));
  return { snapshot, inventory, limits, members: up, down, behind, from, target, ...lines };
}

function findingOf(
  { id, severity, fix, source }: UpgradeRule,
  { verdict, what, nodes, fix: own }: Judged,
): RuleFinding {
  return {
    rule: id,
    severity,
    verdict,
    // Names of tables, drivers and paths come from the cluster.
    what: printable(what),
    nodes,
    fix: own ?? fix,
    source,
  };
}

/** The plan says in a line of its own what the inventory stops. */
function isSeenTo({ id }: Pick<UpgradeRule, 'id'>, { inventory }: PlanRequest): boolean {
  return inventory.freeze !== undefined && (id === 'automation-paused' || id === 'schema-frozen');
}

function noteOf({ id, severity, must, fix, source }: UpgradeRule): RuleFinding {
  return { rule: id, severity, verdict: 'note', what: must, nodes: [], fix, source };
}

const severities = ['block', 'warn', 'info'] as const;

function rankOf({ severity, verdict }: RuleFinding): number {
  if (verdict === 'note') return 2 * severities.length + 1;
  return verdict === 'not-judged' ? 2 * severities.length : severities.indexOf(severity);
}
