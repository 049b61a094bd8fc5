import type { Gate } from '../model/gate.ts';
import type { Limits } from '../model/limits.ts';
import { sameLine, type Playbook } from '../model/playbook.ts';
import { stepDescriptors } from '../model/step-catalogue.ts';
import { describeStep, isIrreversible } from '../model/step.ts';
import { durationText } from './duration.ts';

/** A playbook as a runbook in words: what holds a node back, what is done, and what nobody does meanwhile. */
export function playbookMarkdown(
  playbook: Playbook,
  gates: readonly Gate[],
  limits: Limits,
): string {
  const { name, description, before, after, steps, keepStill, noReturn, cures, approve } = playbook;
  const { canarySoakMs } = playbook;
  const gateLine = (id: string) => `${id}: ${titleOf(id, gates)}${limitOf(id, gates, limits)}`;
  const irreversible = steps.filter(isIrreversible).map(({ kind }) => kind);
  return [
    `# ${name}`,
    '',
    ...[description, '', versionsOf(playbook), ''],
    `Limits: ${limits.set}; those of your inventory count.`,
    '',
    ...section('Until every node is done, nobody begins', keepStill),
    ...(noReturn === undefined ? [] : ['## Point of no return', '', noReturn, '']),
    ...section(
      'Approved by name',
      irreversible.map(
        (kind) => `${kind} is irreversible: upgrade run --approve ${kind}; --yes does not cover it`,
      ),
    ),
    ...section('Before each node', before.map(gateLine)),
    ...['## On each node, one after the other', ''],
    ...steps.map((step) => `- ${describeStep(step)}: ${stepTitle(step.kind)}`),
    ...(canarySoakMs === undefined
      ? []
      : [`- on the first node: soak for ${durationText(canarySoakMs)}`]),
    '',
    ...section('After each node, before the next', after.map(gateLine)),
    ...section('Meant to cure', cures),
    ...section(
      'Waits for approval',
      approve.map((point) => approvals[point]),
    ),
  ].join('\n');
}

const approvals = {
  canary: 'canary: after the first node',
  dc: 'dc:NAME: before each further DC',
} as const;

function versionsOf({ from, to }: Playbook): string {
  if (to === undefined) return 'Changes no release.';
  if (to === sameLine) return 'Goes to another release of the line that the nodes are on.';
  return `Goes from ${(from ?? []).join(', ')} to ${to}.`;
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`## ${title}`, '', ...items.map((item) => `- ${item}`), ''];
}

function titleOf(id: string, gates: readonly Gate[]): string {
  return gates.find((gate) => gate.id === id)?.title ?? '';
}

/** Only a limit of its own: others wait as long as the phase does. */
function limitOf(id: string, gates: readonly Gate[], limits: Limits): string {
  const own = gates.find((gate) => gate.id === id)?.ownLimit;
  return own === undefined ? '' : ` (waits for up to ${durationText(limits[own])})`;
}

function stepTitle(kind: string): string {
  return stepDescriptors.find((step) => step.kind === kind)?.title ?? '';
}
