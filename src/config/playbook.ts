import { ConfigError } from '../model/errors.ts';
import type { Limits } from '../model/limits.ts';
import { approvalPoints, sameLine, type Playbook } from '../model/playbook.ts';
import type { StepCatalogue } from '../model/step-catalogue.ts';
import { canarySoakOf } from './canary-soak.ts';
import { acceptLossOf } from './accept-loss.ts';
import { consistencyOf } from './consistency.ts';
import { fields, itemsOf, oneOrMore, required, textOf, wrongValue } from './fields.ts';
import { maintenanceWindowOf } from './maintenance-window.ts';
import { nearestHint } from '../model/nearest-key.ts';
import { checkSteps, stepsOf } from './playbook-steps.ts';
import { parseYamlDocument, type YamlNode } from './yaml-document.ts';

const keys = [
  'name',
  'description',
  'from',
  'to',
  'consistency',
  'acceptLoss',
  'cures',
  'keepStill',
  'noReturn',
  'approve',
  'canarySoak',
  'maintenanceWindow',
  'before',
  'steps',
  'after',
] as const;

/**
 * A playbook file with every default filled in (docs/playbooks.md). Steps and gates that may be
 * named come in as the catalogue, times that are not given from the limits. Throws ConfigError with
 * file:line:column.
 */
export function parsePlaybook(
  text: string,
  path: string,
  catalogue: StepCatalogue,
  limits: Limits,
): Playbook {
  const root = parseYamlDocument(text, path, 'playbooks.md');
  const found = fields(root, keys, 'playbook');
  const maintenanceWindow = maintenanceWindowOf(found.maintenanceWindow);
  const stepsNode = required(found.steps, root.where, 'steps');
  const versions = versionPathOf(root, found.from, found.to);
  const steps = stepsOf(stepsNode, catalogue, limits);
  const playbook: Playbook = {
    name: nameOf(required(found.name, root.where, 'name')),
    description: lineOfText(required(found.description, root.where, 'description'), 'description'),
    ...versions,
    consistency: consistencyOf(found.consistency),
    ...acceptLossOf(found.acceptLoss),
    cures: idsOf(found.cures, 'cures', 'detector', catalogue.detectors),
    keepStill: found.keepStill
      ? itemsOf(found.keepStill, 'keepStill').map((item) => lineOfText(item, 'keepStill'))
      : [],
    ...(found.noReturn && { noReturn: lineOfText(found.noReturn, 'noReturn') }),
    approve: pointsOf(found.approve),
    ...canarySoakOf(found.canarySoak, { ...versions, steps }, limits),
    ...(maintenanceWindow && { maintenanceWindow }),
    before: idsOf(found.before, 'before', 'gate before a node', catalogue.beforeGates),
    steps,
    after: idsOf(found.after, 'after', 'gate after a node', catalogue.afterGates),
  };
  checkSteps(playbook, stepsNode.where, catalogue);
  return playbook;
}

function nameOf(node: YamlNode): string {
  const name = textOf(node, 'name');
  if (!/^[a-z\d][a-z\d.-]{0,79}$/.test(name)) {
    throw wrongValue(node, 'name', 'a name of small letters, digits, "." and "-"');
  }
  return name;
}

/** May be folded over several lines in the file; it is one line here. */
function lineOfText(node: YamlNode, what: string): string {
  const value = 'text' in node ? { ...node, text: node.text.replace(/\s+/g, ' ').trim() } : node;
  return textOf(value, what);
}

function versionPathOf(
  root: YamlNode,
  from: YamlNode | undefined,
  to: YamlNode | undefined,
): Pick<Playbook, 'from' | 'to'> {
  if (!from && !to) return {};
  if (!from && to && 'text' in to && to.text === sameLine) return { to: sameLine };
  const fromNode = required(from, root.where, 'from (the playbook has to)');
  const toNode = required(to, root.where, 'to (the playbook has from)');
  const lines = oneOrMore(fromNode).map((node) => lineOf(node, 'from'));
  if (lines.length === 0) throw wrongValue(fromNode, 'from', 'a list with at least one line');
  return { from: lines, to: lineOf(toNode, 'to') };
}

function lineOf(node: YamlNode, what: string): string {
  const line = textOf(node, what);
  if (/^\d+\.\d+$/.test(line)) return line;
  throw wrongValue(
    node,
    what,
    'a release line such as 4.1 (the version itself is given with --to)',
  );
}

function idsOf(
  node: YamlNode | undefined,
  what: string,
  kind: string,
  known: readonly string[],
): readonly string[] {
  const ids = node ? itemsOf(node, what) : [];
  return [...new Set(ids.map((item) => idOf(item, what, kind, known)))];
}

function pointsOf(node: YamlNode | undefined): Playbook['approve'] {
  const ids = idsOf(node, 'approve', 'point where a roll can stop for approval', approvalPoints);
  return approvalPoints.filter((point) => ids.includes(point));
}

function idOf(node: YamlNode, what: string, kind: string, known: readonly string[]): string {
  const id = textOf(node, what);
  if (known.includes(id)) return id;
  throw new ConfigError(node.where, `${what}: "${id}" is not a ${kind}`, nearestHint(id, known));
}
