import { consistencyLevels } from '../model/consistency.ts';
import { productionLimits } from '../model/limits.ts';
import { isTimeOfDay, isTimezone, weekdays } from '../model/maintenance-window.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import type { StepCatalogue, StepParameter } from '../model/step-catalogue.ts';
import { isBlocking } from '../model/rule-finding.ts';
import { orderProblem, sequenceProblem } from '../model/step-sequence.ts';
import { wavesOf } from '../model/waves.ts';
import { upgradeRules } from '../rules/upgrade/index.ts';
import { irreversibleSteps } from './approvals.ts';
import { neededCommands } from './commands.ts';
import {
  listOf,
  mapOf,
  numberFrom,
  oneOf,
  record,
  text,
  textThat,
  truth,
  type Shape,
} from './shape.ts';

/**
 * Why a value that was read is no plan that may be carried out; undefined when it is one. Every field
 * is checked, and that no node is stopped without the gates and the commands this needs: a
 * digest says only that nothing was changed since it was reckoned, by whomever.
 */
export function planProblem(value: unknown, catalogue: StepCatalogue): string | undefined {
  return planShape(catalogue)(value, '') ?? ruleProblem(value as Plan, catalogue);
}

function planShape(catalogue: StepCatalogue): Shape {
  return record(
    {
      format: oneOf([1]),
      createdAt: numberFrom(0),
      cluster: text,
      playbook: text,
      limits: limitsShape,
      topologyDigest: text,
      consistency: levelsShape,
      before: listOf(oneOf(catalogue.beforeGates)),
      after: listOf(oneOf(catalogue.afterGates)),
      cures: listOf(oneOf(catalogue.detectors)),
      baseline: listOf(text),
      warnings: listOf(text),
      nodes: listOf(nodeShape(catalogue), 1),
      digest: text,
    },
    {
      toVersion: text,
      playbookConsistency: levelsShape,
      authenticatorOn: truth,
      playbookFile: text,
      preflight: listOf(findingShape),
      accepted: listOf(acceptanceShape, 1),
      allowDown: numberFrom(1),
      margin: numberFrom(1),
      parallel: parallelShape,
      maintenanceWindow: windowShape,
      undoes: record({ runId: text, records: numberFrom(1) }),
      freeze: record({ freeze: argv, unfreeze: argv }),
    },
  );
}

const levelsShape = mapOf(listOf(oneOf(consistencyLevels), 1));

const parallelShape: Shape = (value, where) =>
  (value === 'rack' ? text : numberFrom(2))(value, where);

const timeOfDay = textThat(isTimeOfDay, 'a time of the day');
const timezone = textThat(isTimezone, 'a time zone that this machine knows');
const windowShape = record(
  { days: listOf(oneOf(weekdays), 1), from: timeOfDay, to: timeOfDay, timezone },
  { perNodeMs: numberFrom(0) },
);

const ruleId = oneOf(upgradeRules.map(({ id }) => id));

const lossShape = record({
  keyspace: text,
  because: text,
  levels: listOf(
    record(
      { level: oneOf(consistencyLevels), live: numberFrom(0), needed: numberFrom(1) },
      { dc: text },
    ),
    1,
  ),
});
const ruleAcceptanceShape = record({ rule: ruleId, because: text });

const acceptanceShape: Shape = (value, where) =>
  (typeof value === 'object' && value !== null && 'keyspace' in value
    ? lossShape
    : ruleAcceptanceShape)(value, where);

const findingShape = record({
  rule: ruleId,
  severity: oneOf(['block', 'warn', 'info']),
  verdict: oneOf(['broken', 'cannot-tell', 'not-judged', 'note']),
  what: text,
  nodes: listOf(text),
  fix: text,
  source: text,
});

/** With 0 here, nothing would ever be asked, or asked without a pause. */
const mustBePositive = ['pollMs', 'tickMs', 'nodetoolTimeoutMs', 'cqlTimeoutMs', 'concurrency'];

const limitsShape = record(
  Object.fromEntries(
    Object.keys(productionLimits).map((key) => [
      key,
      key === 'set'
        ? oneOf(['production', 'lab', 'custom'])
        : numberFrom(mustBePositive.includes(key) ? 1 : 0),
    ]),
  ),
);

const argv = listOf(text, 1);

function nodeShape(catalogue: StepCatalogue): Shape {
  return record(
    {
      address: text,
      hostId: text,
      dc: text,
      rack: text,
      tokenCount: numberFrom(0),
      fromVersion: text,
      reason: text,
      steps: listOf(stepShape(catalogue)),
      commands: record(
        {},
        {
          stop: argv,
          running: argv,
          fetch: argv,
          quiesce: argv,
          unquiesce: argv,
          install: argv,
          configure: argv,
          clearCompactionHistory: argv,
          storageCompatibility: argv,
          start: argv,
          log: argv,
        },
      ),
    },
    {
      tokensDigest: text,
      wave: numberFrom(1),
      leftOut: oneOf([true]),
      down: oneOf([true]),
      outsideOnly: oneOf([true]),
      approvals: listOf(text, 1),
      leftWith: record({ generation: numberFrom(0) }),
    },
  );
}

function stepShape({ steps }: StepCatalogue): Shape {
  const kinds = oneOf(steps.map(({ kind }) => kind));
  const shapes = new Map<string, Shape>(
    steps.map(({ kind, parameters }) => {
      const params = parameters.map((each) => [each.field, parameterShape(each)] as const);
      return [kind, record({ kind: text, params: record(Object.fromEntries(params)) })];
    }),
  );
  return (value, where) => {
    const kind: unknown = (value as { readonly kind?: unknown } | null)?.kind;
    const shape = typeof kind === 'string' ? shapes.get(kind) : undefined;
    return shape ? shape(value, where) : kinds(kind, `${where}.kind`);
  };
}

function parameterShape(parameter: StepParameter): Shape {
  switch (parameter.type) {
    case 'duration':
      return numberFrom(0);
    case 'choice':
      return oneOf(parameter.choices);
    case 'count':
      return numberFrom(parameter.min, parameter.max);
  }
}

function ruleProblem(plan: Plan, catalogue: StepCatalogue): string | undefined {
  const addresses = plan.nodes.map(({ address }) => address);
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) return `${twice} is there twice`;
  const open = (plan.preflight ?? []).find(
    (finding) => isBlocking(finding) && !plan.accepted?.some(({ rule }) => rule === finding.rule),
  );
  if (open) return `rule ${open.rule} blocks it, and nobody has accepted that`;
  const first = plan.nodes.find(({ steps }) => steps.length > 0);
  const unasked = irreversibleSteps(plan.nodes).find(
    ({ kind }) => first?.approvals?.includes(kind) !== true,
  );
  if (unasked) return `nobody is asked to approve ${unasked.kind}, which is irreversible`;
  const wrongWave = waveProblem(plan.nodes);
  if (wrongWave !== undefined) return wrongWave;
  return plan.nodes
    .map((node) => nodeProblem(node, plan, catalogue))
    .find((problem) => problem !== undefined);
}

/** What was proven of nodes together was proven of those of one rack, which follow each other. */
function waveProblem(nodes: readonly PlannedNode[]): string | undefined {
  const seen = new Set<number>();
  for (const [first, ...others] of wavesOf(nodes)) {
    if (first?.wave === undefined) continue;
    if (seen.has(first.wave)) return `wave ${first.wave} is there twice`;
    seen.add(first.wave);
    const stray = others.find(({ dc, rack }) => dc !== first.dc || rack !== first.rack);
    if (stray)
      return `wave ${first.wave} has nodes of two racks: ${first.address}, ${stray.address}`;
  }
  return undefined;
}

function nodeProblem(
  { address, steps, commands }: PlannedNode,
  { before, after, toVersion }: Plan,
  catalogue: StepCatalogue,
): string | undefined {
  const kinds = steps.map(({ kind }) => kind);
  const lacking = neededCommands(kinds).find((name) => commands[name] === undefined);
  const problem =
    orderProblem(kinds, catalogue) ??
    sequenceProblem({ steps, before, after }, catalogue) ??
    (kinds.includes('install') && toVersion === undefined
      ? 'install without toVersion'
      : undefined) ??
    (lacking === undefined ? undefined : `there is no command "${lacking}"`);
  return problem && `${address}: ${problem}`;
}
