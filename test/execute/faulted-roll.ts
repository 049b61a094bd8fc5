import { expect } from 'vitest';
import { GateRefused, StepFailed, ToolError } from '../../src/model/errors.ts';
import type { StepKind, StepParams } from '../../src/model/step.ts';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { answersCql, lifeAt } from '../../src/simulate/life.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { start } from '../simulate/simulated.ts';

export const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

/** So many seconds after the plan is begun; the roll itself begins fifteen seconds later, the first drain thirty. */
export const after = (seconds: number) => start + seconds * 1_000;

export type FaultedRoll = ReturnType<typeof rollOn>;

/** What the operator is left with. Texts in full. */
export interface Told {
  readonly exitCode: number;
  readonly message: string | RegExp;
  readonly hint: string;
  /** Newest line of the node's log. */
  readonly tail?: string;
}

/** One roll of three nodes with something wrong. */
export interface FaultCase {
  readonly title: string;
  readonly faults: readonly Fault[];
  readonly playbook?: string;
  /** Parameters otherwise than the playbook has them. */
  readonly params?: { readonly [K in StepKind]?: Partial<StepParams[K]> };
  /** Absent: the roll completes. */
  readonly told?: Told;
  /** What the live view says it waits for. */
  readonly waits?: string;
  /** How often each node was stopped. */
  readonly stopped: readonly number[];
  /** What the fault itself broke, whatever the roll did. */
  readonly lost?: readonly string[];
  /** What the operator does; then resume completes, with every node stopped so often. */
  readonly mended?: (roll: FaultedRoll) => unknown;
  readonly stoppedInAll?: readonly number[];
}

export async function goThrough(wanted: FaultCase): Promise<void> {
  const roll = await begin(wanted);
  const failure = await failureOf(roll.run());
  expect(toldOf(failure)).toEqual(wanted.told && expected(wanted.told));
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual(wanted.stopped);
  expect(roll.watch.breaches.map(describeBreach)).toEqual(wanted.lost ?? []);
  expect(unnamed(roll, failure)).toEqual([]);
  if (wanted.waits !== undefined) expect(waitsOf(roll)).toContain(wanted.waits);
  if (!wanted.told) expectComplete(roll);
  if (!wanted.mended) return;
  await wanted.mended(roll);
  await roll.resume();
  expectComplete(roll);
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual(wanted.stoppedInAll);
  expect(roll.watch.breaches.map(describeBreach)).toEqual(wanted.lost ?? []);
}

async function begin({ faults, playbook, params = {} }: FaultCase): Promise<FaultedRoll> {
  const roll = await simulatedRoll({ faults, ...(playbook ? { playbook } : {}) });
  const nodes = roll.plan.nodes.map((node) => ({
    ...node,
    // Faults come at instants that are counted to the drain; these have tests of their own.
    steps: node.steps
      .filter(({ kind }) => kind !== 'snapshot' && kind !== 'quiesce')
      .map((step) => ({
        ...step,
        params: { ...step.params, ...params[step.kind] },
      })) as typeof node.steps,
  }));
  return rollOn({ ...roll.cluster.state(), faults }, { ...roll.plan, nodes });
}

/** Undefined: it completed. */
export function failureOf(run: Promise<void>): Promise<unknown> {
  return run.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Cases are about the gate that decides; that the others are named is tested in wait-budget.test.ts. */
function alone(text: string): string {
  return text.replace(/ \(held by [^()]*, too\)/, '');
}

function toldOf(failure: unknown): Told | undefined {
  if (failure === undefined) return undefined;
  expect(failure).toBeInstanceOf(ToolError);
  const { exitCode, message, hint = '' } = failure as ToolError;
  const isOfCommand = failure instanceof StepFailed || failure instanceof GateRefused;
  const tail = isOfCommand ? failure.tail : undefined;
  return { exitCode, message: alone(message), hint, ...(tail === undefined ? {} : { tail }) };
}

function expected({ message, ...rest }: Told): unknown {
  return typeof message === 'string'
    ? { message, ...rest }
    : { message: expect.stringMatching(message) as unknown, ...rest };
}

/** Nodes that serve nobody although the operator was not told of them. */
export function unnamed({ cluster, clock }: FaultedRoll, failure: unknown): readonly string[] {
  const { message = '', hint = '' } = (failure ?? {}) as Partial<ToolError>;
  return cluster
    .state()
    .nodes.filter((node) => !answersCql(lifeAt(node, clock.now()), clock.now()))
    .map(({ address }) => address)
    .filter((address) => !`${message} ${hint}`.includes(address));
}

export function expectComplete({ cluster, events, plan }: FaultedRoll): void {
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  const { nodes } = cluster.state();
  const release = plan.toVersion ?? '4.1.10';
  expect(nodes.map(({ lives }) => lives.at(-1)?.release)).toEqual(nodes.map(() => release));
}

function waitsOf({ shown }: FaultedRoll): readonly string[] {
  return shown.flatMap((event) =>
    event.type === 'waiting' ? [alone(`${event.node}: ${event.reason}`)] : [],
  );
}

/** The operator mends whatever is wrong. */
export function mendAll({ cluster }: FaultedRoll): void {
  cluster.change({ ...cluster.state(), faults: [] });
}

export async function byHand(
  { ports }: FaultedRoll,
  what: 'start' | 'stop',
  node: string,
): Promise<void> {
  const argv = ['ssh', node, 'systemctl', what, 'cassandra'];
  await ports.runner.run({ node, argv, timeoutMs: 600_000 });
}

/** What is to be done where a node runs and is not back. */
export function waitedFor(node: string): string {
  return (
    'read its log, mend the cause, then resume: it is waited for; where only a new start helps, ' +
    `end the process (\`ssh ${node} systemctl stop cassandra\`) first, and resume starts it: ringward upgrade resume r1`
  );
}
