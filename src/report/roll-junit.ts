import type { UpgradeEvent } from '../model/event.ts';
import type { GateVerdict } from '../model/gate.ts';
import { toIso } from '../model/instant.ts';
import { rolledOf, type Plan, type PlannedNode } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import type { StepOutcome } from '../model/step.ts';

interface TestCase {
  readonly name: string;
  readonly ms: number;
  readonly verdict:
    | { readonly kind: 'passed' | 'skipped' }
    | { readonly kind: 'failure' | 'error'; readonly message: string };
}

/**
 * A run as JUnit XML for a CI job: a suite for each node, a case for each gate before and after it and
 * for each step, one for freeze and unfreeze; times in seconds. A gate that refused or waited in vain is a failure, a step that failed an
 * error; what a node did not come to is skipped.
 */
export function rollJunit(plan: Plan, events: readonly UpgradeEvent[]): string {
  const suites = [
    ...(plan.freeze ? [freezeSuite(events)] : []),
    ...rolledOf(plan.nodes).map((node) => suiteOf(node, plan, events)),
  ];
  const name = attribute(`ringward ${plan.playbook} ${plan.cluster}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${name}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(node: PlannedNode, plan: Plan, all: readonly UpgradeEvent[]): string {
  const events = all.filter((event) => 'node' in event && event.node === node.address);
  const cases = [
    ...plan.before.map((gate) => gateCase('before', gate, events)),
    ...node.steps.map(({ kind }, index) => stepCase(index, kind, events)),
    ...plan.after.map((gate) => gateCase('after', gate, events)),
    ...unplanned(plan, events),
  ];
  return suiteText(node.address, cases, events);
}

/** The last word of each of the two commands counts. */
function freezeSuite(all: readonly UpgradeEvent[]): string {
  const events = all.filter(
    (event) => event.type === 'freeze-started' || event.type === 'freeze-ended',
  );
  const cases = (['freeze', 'unfreeze'] as const).map((name): TestCase => {
    const [last, before] = events.filter(({ command }) => command === name).toReversed();
    if (!last) return { name, ms: 0, verdict: { kind: 'skipped' } };
    if (last.type === 'freeze-started') return { name, ms: 0, verdict: endUnknown };
    const ms = last.at - (before?.at ?? last.at);
    const { failure } = last;
    const verdict =
      failure === undefined
        ? ({ kind: 'passed' } as const)
        : ({ kind: 'error', message: failure } as const);
    return { name, ms, verdict };
  });
  return suiteText('freeze', cases, events);
}

const endUnknown = { kind: 'error', message: 'begun, and its end is not known' } as const;

function suiteText(
  name: string,
  cases: readonly TestCase[],
  events: readonly UpgradeEvent[],
): string {
  const count = (kind: TestCase['verdict']['kind']) =>
    attribute(cases.filter(({ verdict }) => verdict.kind === kind).length);
  const ms = (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0);
  const begun = events[0] ? ` timestamp=${attribute(toIso(events[0].at))}` : '';
  return [
    `  <testsuite name=${attribute(name)} tests=${attribute(cases.length)} failures=${count('failure')}` +
      ` errors=${count('error')} skipped=${count('skipped')} time=${seconds(ms)}${begun}>`,
    ...cases.map((each) => caseText(name, each)),
    '  </testsuite>',
  ].join('\n');
}

/** What is judged beside the gates of the plan: the baseline and the comparison of a soak, the node's own generation. */
function unplanned(plan: Plan, events: readonly UpgradeEvent[]): readonly TestCase[] {
  const planned = { before: plan.before, after: plan.after };
  const judged = events.flatMap((event) =>
    event.type === 'gate-judged' && !planned[event.phase].includes(event.gate) ? [event] : [],
  );
  const names = new Map(judged.map(({ phase, gate }) => [`${phase} ${gate}`, { phase, gate }]));
  return [...names.values()].map(({ phase, gate }) => gateCase(phase, gate, events));
}

/** The last word of a gate counts. */
function gateCase(
  phase: 'before' | 'after',
  gate: string,
  events: readonly UpgradeEvent[],
): TestCase {
  const judged = events.findLast(
    (event) => event.type === 'gate-judged' && event.phase === phase && event.gate === gate,
  );
  const verdict =
    judged?.type === 'gate-judged' ? gateVerdict(judged.verdict) : ({ kind: 'skipped' } as const);
  return { name: `gate ${phase}: ${gate}`, ms: 0, verdict };
}

function gateVerdict(verdict: GateVerdict): TestCase['verdict'] {
  if (verdict.kind === 'pass') return { kind: 'passed' };
  return { kind: 'failure', message: verdict.reason };
}

function stepCase(index: number, kind: string, events: readonly UpgradeEvent[]): TestCase {
  const begun = events.findLast((event) => event.type === 'step-started' && event.step === index);
  const ended = events.findLast((event) => event.type === 'step-ended' && event.step === index);
  const ms = begun && ended ? Math.max(0, ended.at - begun.at) : 0;
  const name = `step ${index + 1}: ${kind}`;
  if (ended?.type === 'step-ended') return { name, ms, verdict: stepVerdict(ended.outcome) };
  if (begun) return { name, ms, verdict: endUnknown };
  return { name, ms, verdict: { kind: 'skipped' } };
}

function stepVerdict(outcome: StepOutcome): TestCase['verdict'] {
  switch (outcome.kind) {
    case 'done':
    case 'fell-back':
      return { kind: 'passed' };
    case 'refused':
      return { kind: 'failure', message: outcome.reason };
    case 'failed':
      return { kind: 'error', message: `${outcome.reason}; the node is now: ${outcome.nodeState}` };
  }
}

function caseText(node: string, { name, ms, verdict }: TestCase): string {
  const head = `    <testcase classname=${attribute(node)} name=${attribute(name)} time=${seconds(ms)}`;
  switch (verdict.kind) {
    case 'passed':
      return `${head}/>`;
    case 'skipped':
      return `${head}><skipped/></testcase>`;
    case 'failure':
    case 'error':
      return `${head}><${verdict.kind} message=${attribute(verdict.message)}/></testcase>`;
  }
}

function seconds(ms: number): string {
  return attribute((ms / 1_000).toFixed(3));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Quoted, with nothing in it that XML 1.0 forbids or that ends it. */
function attribute(value: string | number): string {
  return `"${printable(String(value)).replace(/[&<>"\n\t]/g, (char) => entities[char] ?? '')}"`;
}
