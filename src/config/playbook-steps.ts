import { ConfigError } from '../model/errors.ts';
import type { Limits } from '../model/limits.ts';
import type { Playbook } from '../model/playbook.ts';
import type { PlannedStep } from '../model/step.ts';
import type { StepCatalogue, StepDescriptor, StepParameter } from '../model/step-catalogue.ts';
import { sequenceProblem } from '../model/step-sequence.ts';
import {
  choiceOf,
  countOf,
  durationOf,
  entriesOf,
  fields,
  itemsOf,
  required,
  textOf,
} from './fields.ts';
import { nearestHint } from '../model/nearest-key.ts';
import type { YamlNode } from './yaml-document.ts';

/** `- stop`, or `- drain: {timeout: 60s}`; every parameter that is not given has its default. */
export function stepsOf(
  node: YamlNode,
  catalogue: StepCatalogue,
  limits: Limits,
): readonly PlannedStep[] {
  const items = itemsOf(node, 'steps');
  if (items.length === 0) {
    throw new ConfigError(node.where, 'steps: there is no step', `known are ${kindsOf(catalogue)}`);
  }
  const written = items.map((item) => ({ item, ...writtenStepOf(item, catalogue) }));
  written.forEach(({ item, descriptor }, index) => {
    const before = written[index - 1]?.descriptor;
    if (before) checkOrder(item.where, before, descriptor, catalogue);
  });
  return written.map(({ item, descriptor, parameters }) =>
    plannedStep(descriptor, { where: item.where, parameters }, limits),
  );
}

/** What must be there once a playbook stops nodes: the way back up, and the gates that prove it. */
export function checkSteps(playbook: Playbook, where: string, catalogue: StepCatalogue): void {
  const kinds = playbook.steps.map((step) => step.kind);
  const versioned = kinds.find((kind) => kind === 'fetch' || kind === 'install');
  if (versioned !== undefined && playbook.to === undefined) {
    throw new ConfigError(
      where,
      `steps: ${versioned} needs from and to in the playbook`,
      'add the release lines, for instance: from: [4.1] and to: 5.0, or: to: same-line',
    );
  }
  const problem = sequenceProblem(playbook, catalogue);
  if (problem !== undefined) {
    throw new ConfigError(where, `steps: ${problem}`, 'docs/playbooks.md says what must be there');
  }
}

function checkOrder(
  where: string,
  before: StepDescriptor,
  step: StepDescriptor,
  catalogue: StepCatalogue,
): void {
  if (before === step) {
    throw new ConfigError(where, `steps: ${step.kind} is there twice`, 'remove one of them');
  }
  if (catalogue.steps.indexOf(before) < catalogue.steps.indexOf(step)) return;
  throw new ConfigError(
    where,
    `steps: ${step.kind} cannot come after ${before.kind}`,
    `the order is ${kindsOf(catalogue)}`,
  );
}

function kindsOf({ steps }: StepCatalogue): string {
  return steps.map(({ kind }) => kind).join(', ');
}

interface WrittenStep {
  readonly descriptor: StepDescriptor;
  readonly parameters: YamlNode | undefined;
}

function writtenStepOf(item: YamlNode, catalogue: StepCatalogue): WrittenStep {
  if (item.kind !== 'map') {
    return {
      descriptor: descriptorOf(textOf(item, 'steps'), item.where, catalogue),
      parameters: undefined,
    };
  }
  const [entry, second] = entriesOf(item, 'steps');
  if (!entry || second) {
    throw new ConfigError(
      second?.where ?? item.where,
      'steps: each item is one step',
      'its parameters go below it: "- drain: {timeout: 60s}"',
    );
  }
  const parameters = entry.value.kind === 'empty' ? undefined : entry.value;
  return { descriptor: descriptorOf(entry.key, entry.where, catalogue), parameters };
}

function descriptorOf(kind: string, where: string, catalogue: StepCatalogue): StepDescriptor {
  const descriptor = catalogue.steps.find((step) => step.kind === kind);
  if (descriptor) return descriptor;
  const hint = nearestHint(
    kind,
    catalogue.steps.map((step) => step.kind),
  );
  throw new ConfigError(where, `steps: unknown step "${kind}"`, hint);
}

function plannedStep(
  { kind, parameters }: StepDescriptor,
  written: { readonly where: string; readonly parameters: YamlNode | undefined },
  limits: Limits,
): PlannedStep {
  const found = written.parameters
    ? fields(
        written.parameters,
        parameters.map(({ key }) => key),
        kind,
      )
    : {};
  const params = Object.fromEntries(
    parameters.map((parameter) => {
      const node = found[parameter.key];
      const what = `${kind}.${parameter.key}`;
      // What has no default must be there.
      const isNeeded = parameter.type === 'choice' && parameter.defaultValue === undefined;
      const given = isNeeded ? required(node, written.where, what) : node;
      return [parameter.field, parameterValue(parameter, given, what, limits)];
    }),
  );
  // The descriptors are the runtime form of StepParams; a test holds the two together.
  return { kind, params } as unknown as PlannedStep;
}

function parameterValue(
  parameter: StepParameter,
  node: YamlNode | undefined,
  what: string,
  limits: Limits,
): number | string {
  switch (parameter.type) {
    case 'duration':
      return node ? durationOf(node, what) : limits[parameter.defaultFrom];
    case 'choice':
      return node ? choiceOf(node, parameter.choices, what) : (parameter.defaultValue ?? '');
    case 'count':
      return node ? countOf(node, what, parameter.min, parameter.max) : parameter.defaultValue;
  }
}
