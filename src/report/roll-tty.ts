import { findingKeyText } from '../model/finding.ts';
import { toIso } from '../model/instant.ts';
import { freezeText, leftFrozenText } from '../model/freeze.ts';
import { describeStep } from '../model/step.ts';
import { cannotGoOn, orAnew } from '../model/next-command.ts';
import { stepsOfPlan, targetOf, type Plan, type PlannedNode } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { preflightText } from './preflight-text.ts';
import { afterText, durationText } from './duration.ts';
import type { RolledNode, RolledStep, RollReport } from './roll-report.ts';
import { levelsText } from './levels-text.ts';
import { triedAgainText } from './tried-again.ts';
import { waveText, wavesText } from './waves-text.ts';
import { windowText } from './window-text.ts';

/** The report of a run for a terminal: what happened to each node, the sum, how to go on when that is to be said. */
export function rollReportText(report: RollReport, next: RollNext = {}): string {
  const { partWay, clear } = next;
  const goal = report.toVersion === null ? '' : ` (to ${report.toVersion})`;
  const doneNodes = report.nodes.filter((node) => node.state === 'done').length;
  return [
    `Run ${report.runId}, cluster ${printable(report.cluster)}, playbook ${report.playbook}${goal}, limits: ${report.limits}`,
    ...report.nodes.flatMap(nodeLines),
    `${doneNodes}/${report.nodes.length} nodes done, ${endText(report)}` +
      (report.resumed > 0
        ? `, resumed ${report.resumed} ${report.resumed === 1 ? 'time' : 'times'}`
        : ''),
    ...(report.reason === null ? [] : [`reason: ${printable(report.reason)}`]),
    ...(partWay === undefined ? [] : [printable(partWay)]),
    ...goOnLines(report, next),
    ...frozenLines(report),
    ...laterLines(report, next.later),
    ...downSinceLines(report),
    ...(report.left === null
      ? []
      : [
          `left: ${leftText(report.left)}${clear === undefined ? '' : `; once it is to stay: ${clear}`}`,
        ]),
    '',
  ].join('\n');
}

/** What to type next, where that is to be said. */
interface RollNext {
  /** Which node is part-way, and what opens it to clients again. */
  readonly partWay?: string | undefined;
  /** Let the plan's next point be passed, before it goes on. */
  readonly approve?: readonly string[];
  readonly resume?: string | undefined;
  /** Makes a plan like this one, which alone cannot go on. */
  readonly anew?: string | undefined;
  /** Makes a plan that puts the node back that was left. */
  readonly back?: string | undefined;
  /** Makes a plan for the nodes that were left for later. */
  readonly later?: string | undefined;
  /** Makes a plan that removes what is left. */
  readonly clear?: string | undefined;
}

function goOnLines(
  { how, nodes }: RollReport,
  { approve = [], resume, anew, back }: RollNext,
): readonly string[] {
  const gone = how === 'died' ? 'its process is gone; ' : '';
  const or = resume === undefined ? '' : 'or ';
  const left =
    nodes.filter(({ state }) => state === 'started').length > 1 ? 'each node' : 'the node';
  return [
    ...approve.map((command) => `approve first: ${command}`),
    ...(resume === undefined ? [] : [`${gone}go on with: ${resume}`]),
    ...(anew === undefined ? [] : [`${resume === undefined ? cannotGoOn : orAnew}: ${anew}`]),
    ...(back === undefined ? [] : [`${or}put ${left} back on its release: ${back}`]),
  ];
}

function laterLines({ later }: RollReport, command: string | undefined): readonly string[] {
  if (later.length === 0) return [];
  const how = command === undefined ? '' : `; once back: ${command}`;
  return [`left for later, down when the plan was made: ${later.join(', ')}${how}`];
}

function downSinceLines({ downSince }: RollReport): readonly string[] {
  if (downSince.length === 0) return [];
  return [`went down since the plan was made, and was when last looked: ${downSince.join(', ')}`];
}

function frozenLines({ frozen, how }: RollReport): readonly string[] {
  if (frozen === null) return [];
  const isGoingOn = how === 'running';
  return [isGoingOn ? 'repairs and schema changes stand still meanwhile' : leftFrozenText(frozen)];
}

function leftText({ snapshot, nodes }: NonNullable<RollReport['left']>): string {
  return `snapshot ${printable(snapshot)} on ${nodes.join(', ')}, which holds what is compacted meanwhile on the disks`;
}

/** A journal without an end tells when it was last written, not how long the run lived. */
function endText({ how, startedAt, endedAt }: RollReport): string {
  const ms = endedAt - startedAt;
  if (how !== 'running' && how !== 'died') return `${how} ${afterText(ms)}`;
  if (ms > 0) return `${how}, last record ${durationText(ms)} after its start`;
  return how === 'running' ? 'running, nothing done yet' : 'died before anything was done';
}

function nodeLines(node: RolledNode): readonly string[] {
  const took =
    node.startedAt !== null && node.endedAt !== null
      ? ` in ${durationText(node.endedAt - node.startedAt)}`
      : '';
  const head = `  ${waveText(node)}${node.address}  ${printable(node.dc)}/${printable(node.rack)}  from ${node.fromVersion}: ${node.state}${took}`;
  const steps = node.steps.flatMap((step, index) => stepText(step, index + 1 < node.steps.length));
  return steps.length === 0 ? [head] : [head, `      ${steps.join(', ')}`];
}

/** `isFollowed`: whatever became of it, the run has gone on behind it or begun it again. */
function stepText(step: RolledStep, isFollowed: boolean): readonly string[] {
  const { kind, how, startedAt, endedAt } = step;
  if (how === 'skipped')
    return startedAt === endedAt ? [] : [`${kind} cut off, and over when seen`];
  if (endedAt === null) return [`${kind} ${isFollowed ? 'cut off' : `${how} not ended`}`];
  const took = durationText(endedAt - startedAt);
  return [how === 'done' ? `${kind} ${took}` : `${kind} ${how} ${took}`];
}

/** The same for a change ticket. */
export function rollReportMarkdown(report: RollReport): string {
  const rows = report.nodes.map((node) => {
    const steps = node.steps.map((step) => `${step.kind} ${step.how}`).join(', ');
    return `| ${waveText(node)}${node.address} | ${cell(node.rack)} | ${node.fromVersion} | ${node.state} | ${cell(steps)} |`;
  });
  return [
    `# Run ${report.runId}`,
    '',
    `Cluster ${cell(report.cluster)}, playbook ${report.playbook}, ${report.how}; ${toIso(report.startedAt)} to ${toIso(report.endedAt)}.`,
    '',
    '| node | rack | from | state | steps |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...leftSection(report),
  ].join('\n');
}

function leftSection(report: RollReport): readonly string[] {
  const { left } = report;
  const items = [
    ...(left === null ? [] : [`${leftText(left)}: playbook clear-snapshots`]),
    ...laterLines(report, undefined),
    ...downSinceLines(report),
    ...frozenLines(report),
  ];
  if (items.length === 0) return [];
  return ['## What is left', '', ...items.map((item) => `- ${cell(item)}`), ''];
}

function cell(text: string): string {
  return printable(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function approvalText({ approvals = [] }: PlannedNode): string {
  return approvals.length === 0 ? '' : `; waits for approval of ${printable(approvals.join(', '))}`;
}

/** What a plan does, in a word or two. */
export function goalOf(plan: Plan): string {
  const target = targetOf(plan);
  if (target !== undefined) return `roll to ${target}`;
  return stops(plan) ? 'rolling restart' : plan.playbook;
}

function stops({ nodes }: Plan): boolean {
  return nodes.some(({ steps }) => steps.some(({ kind }) => kind === 'stop'));
}

function triedAgainLine(plan: Plan): readonly string[] {
  const text = triedAgainText(plan);
  return text === undefined ? [] : [`Tried again by itself: ${text}`];
}

function windowLine(plan: Plan): readonly string[] {
  const window = windowText(plan);
  return window === undefined ? [] : [`Maintenance window: ${window}`];
}

/** A plan for a terminal: order with its reason, steps, gates, limits. */
export function planText(plan: Plan): string {
  const goal = goalOf(plan);
  const { steps, canary } = stepsOfPlan(plan.nodes);
  const waves = wavesText(plan.nodes);
  return [
    `Plan: ${goal} of cluster ${printable(plan.cluster)}, playbook ${plan.playbook}, limits: ${plan.limits.set}`,
    `Consistency: ${levelsText(plan)}`,
    'Order:',
    ...plan.nodes.map(
      (node, index) =>
        `  ${index + 1}. ${waveText(node)}${node.address}  ${printable(node.dc)}/${printable(node.rack)}  on ${node.fromVersion}: ${printable(node.reason)}${approvalText(node)}`,
    ),
    ...(waves === undefined ? [] : [`Waves: ${waves}`]),
    `Gates before each ${stops(plan) ? 'stop' : 'node'}: ${plan.before.join(', ')}`,
    ...windowLine(plan),
    ...(plan.freeze ? [`Freeze: ${printable(freezeText(plan.freeze))}`] : []),
    'Steps for each node:',
    ...steps.map((step) => `  - ${describeStep(step)}`),
    ...(canary ? [`    but on the first, ${canary.address}: ${describeStep(canary.soak)}`] : []),
    ...triedAgainLine(plan),
    ...(plan.after.length === 0 ? [] : [`Gates after: ${plan.after.join(', ')}`]),
    ...(plan.cures.length > 0 ? [`Meant to cure: ${plan.cures.join(', ')}`] : []),
    ...plan.baseline.map((key) => `Open already: ${printable(findingKeyText(key))}`),
    ...preflightText(plan.preflight ?? [], plan.accepted),
    ...plan.warnings.map((warning) => `warning: ${printable(warning)}`),
    `Digest: ${plan.digest}`,
    '',
  ].join('\n');
}
