import { findingKeyText } from '../model/finding.ts';
import { freezeText } from '../model/freeze.ts';
import { toIso } from '../model/instant.ts';
import { stepsOfPlan, type Plan, type PlannedNode } from '../model/plan.ts';
import type { RuleFinding } from '../model/rule-finding.ts';
import { describeStep } from '../model/step.ts';
import { printable } from '../model/printable.ts';
import { escaped } from './health-markdown.ts';
import { acceptedName } from './preflight-text.ts';
import { goalOf } from './roll-tty.ts';
import { levelsText } from './levels-text.ts';
import { triedAgainText } from './tried-again.ts';
import { waveText, wavesText } from './waves-text.ts';
import { windowText } from './window-text.ts';

/** A plan for a change ticket: what will be done, in which order, and what must hold. */
export function planMarkdown(plan: Plan): string {
  const goal = goalOf(plan);
  const triedAgain = triedAgainText(plan);
  const { steps, canary } = stepsOfPlan(plan.nodes);
  return [
    `# ${goal.charAt(0).toUpperCase()}${goal.slice(1)} of cluster ${cell(plan.cluster)}`,
    '',
    `Playbook ${plan.playbook}, limits: ${plan.limits.set}. Made ${toIso(plan.createdAt)}.`,
    `Consistency: ${cell(levelsText(plan))}.`,
    '',
    '## Order',
    '',
    '| # | node | DC / rack | host id | from | why here |',
    '|---|---|---|---|---|---|',
    ...plan.nodes.map(orderRow),
    '',
    ...section(
      'Waves',
      [wavesText(plan.nodes)].filter((waves) => waves !== undefined),
    ),
    '## For each node',
    '',
    `1. Gates: ${plan.before.join(', ')}`,
    ...steps.map((step, index) => `${index + 2}. ${describeStep(step)}`),
    ...(plan.after.length === 0 ? [] : [`${steps.length + 2}. Gates: ${plan.after.join(', ')}`]),
    '',
    ...(canary ? [`On the first, ${canary.address}: ${describeStep(canary.soak)}.`, ''] : []),
    ...(triedAgain === undefined ? [] : [`Tried again by itself: ${triedAgain}.`, '']),
    ...section(
      'Maintenance window',
      [windowText(plan)].filter((window) => window !== undefined),
    ),
    ...section('Freeze', plan.freeze ? [freezeText(plan.freeze)] : []),
    ...section('Preflight', (plan.preflight ?? []).map(preflightLine)),
    ...section(
      'Accepted',
      (plan.accepted ?? []).map((one) => `${acceptedName(one)}: ${one.because}`),
    ),
    ...section('Meant to cure', plan.cures),
    ...section('Open already', plan.baseline.map(findingKeyText)),
    ...section('Warnings', plan.warnings),
    `Digest: \`${plan.digest}\``,
    '',
  ].join('\n');
}

function orderRow(node: PlannedNode, index: number): string {
  const approvals = node.approvals ? `; waits for approval of ${node.approvals.join(', ')}` : '';
  const place = `${node.dc} / ${node.rack}`;
  return `| ${index + 1} | ${waveText(node)}${node.address} | ${cell(place)} | ${node.hostId} | ${cell(node.fromVersion)} | ${cell(node.reason + approvals)} |`;
}

function preflightLine({ rule, severity, verdict, what, nodes }: RuleFinding): string {
  const where = nodes.length === 0 ? '' : ` (${nodes.join(', ')})`;
  return `${severity}, ${verdict}: ${rule}${where}: ${what}`;
}

function section(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  return [`## ${title}`, '', ...items.map((item) => `- ${cell(item)}`), ''];
}

/** Text of the cluster in a table or a list: one line, and no markup. */
function cell(text: string): string {
  return escaped(printable(text).replaceAll('\n', ' '));
}
