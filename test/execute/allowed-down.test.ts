import { expect, test } from 'vitest';
import { NoPlan } from '../../src/cli/no-plan.ts';
import { exitCodes } from '../../src/model/outcome.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import { toRollReport } from '../../src/report/roll-report.ts';
import { rollReportMarkdown, rollReportText } from '../../src/report/roll-tty.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { simulatedRoll, type RollWish } from '../simulate/simulated-roll.ts';
import { after, failureOf, type FaultedRoll } from './faulted-roll.ts';
import { without } from './stopped-before.ts';

const third = '10.0.0.3';
const fourth = '10.0.0.4';
const last = '10.0.0.5';

interface Case extends Pick<RollWish, 'playbook'> {
  readonly allowDown?: number;
  readonly down?: readonly string[];
  readonly faults?: readonly Fault[];
  readonly rf?: number;
}

/** Five nodes, RF 5 unless it is said: with two of them down every quorum holds. */
const rollOf = ({ allowDown = 0, down = [], faults = [], rf = 5, ...more }: Case) =>
  simulatedRoll({
    ...more,
    cluster: {
      dcs: { dc1: { rack1: 2, rack2: 2, rack3: 1 } },
      keyspaces: [
        { name: 'app', replication: { kind: 'network', rfByDc: { dc1: rf } }, tables: ['events'] },
      ],
    },
    change: without(...down),
    wish: { allowDown },
    faults,
  });

const stops = (roll: FaultedRoll) => roll.cluster.state().nodes.map((node) => node.stops);

const begun = (roll: FaultedRoll) =>
  roll.events().flatMap((event) => (event.type === 'node-started' ? [event.node] : []));

async function problemsOf(wanted: Case): Promise<readonly string[]> {
  const error = await rollOf(wanted).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NoPlan)) throw error;
  return error.problems.map(({ message, hint }) => `${message} | ${hint}`);
}

test('a node that is down is left for later, the others are rolled, and the end says how to go on', async () => {
  const roll = await rollOf({ allowDown: 1, down: [third] });
  expect(roll.plan).toMatchObject({ allowDown: 1 });
  expect(roll.plan.nodes.at(-1)).toMatchObject({
    ...{ address: third, reason: 'down when the plan was made, left for later' },
    ...{ leftOut: true, down: true, steps: [], fromVersion: '4.1.10' },
  });
  expect(roll.plan.warnings.filter((warning) => warning.includes(third))).toEqual([
    expect.stringMatching(
      /^no client logs in, so not held by .* while one more node than 10.0.0.3/,
    ),
    '10.0.0.3 is down: it is not rolled, and nothing is known of it but what the others say; start it on 4.1.10, as it was, and plan again: until then no change of the schema, repair, bootstrap or decommission (two releases do not stream to each other); after max_hint_window without it, it needs a repair',
  ]);
  await roll.run();
  expect(stops(roll)).toEqual([1, 1, 0, 1, 1]);
  expect(roll.watch.breaches).toEqual([]);
  const told = roll.shown.flatMap((event) =>
    event.type === 'gate-judged' && event.verdict.kind === 'pass' && event.verdict.isTold
      ? [`${event.gate}: ${event.verdict.note ?? ''}`]
      : [],
  );
  expect(told).toEqual(
    Array.from(
      { length: 4 },
      () =>
        expect.stringContaining(
          'peers-up: 3 of 3 views: all others up and normal but 10.0.0.3, down and allowed to be (--allow-down)',
        ) as string,
    ),
  );
  const report = toRollReport(roll.plan, roll.events());
  expect(rollReportText(report, { later: nextCommands({}).later(roll.plan) })).toContain(
    'left for later, down when the plan was made: 10.0.0.3; once back: ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8 --only node=10.0.0.3\n',
  );
  expect(rollReportMarkdown(report)).toContain('- left for later, down when');
  expect(report.downSince).toEqual([]);
});

test('a restart says so, too, and another plan like it leaves nobody out', async () => {
  const roll = await rollOf({ allowDown: 1, down: [third], playbook: 'rolling-restart' });
  expect(roll.plan.warnings.join()).toContain('; restart it by a plan of its own; after max_hint');
  expect(nextCommands({}).plan(roll.plan)).toBe(
    'ringward upgrade plan --playbook rolling-restart --allow-down 1',
  );
  await roll.run();
  expect(stops(roll)).toEqual([1, 1, 0, 1, 1]);
});

test('none may be down unless it is said, and no more than that', async () => {
  const hint =
    'bring every node up and finish joins, moves and removals first, or go on without what is down, if every range holds';
  expect(await problemsOf({ down: [third] })).toContain(
    `10.0.0.3 is down in the view of 10.0.0.1 and 3 more | ${hint}: --allow-down 1`,
  );
  expect(await problemsOf({ allowDown: 1, down: [third, fourth] })).toContain(
    `10.0.0.3 is down in the view of 10.0.0.1 and 2 more | ${hint}: --allow-down 2 (1 may be down)`,
  );
});

test('however many may be down, the ranges must hold without them and one more', async () => {
  const problems = await problemsOf({ allowDown: 1, down: [third], rf: 3 });
  expect(problems).toEqual([
    expect.stringMatching(
      /^keyspace app, .*LOCAL_QUORUM in dc1 has 1 live of 2 needed while one more node than 10.0.0.3 is down/,
    ),
  ]);
});

test('where all that was asked for is down there is nothing to roll', async () => {
  const only = [{ kind: 'node', value: third }] as const;
  const wish = { cluster: { dcs: { dc1: { r: 5 } } }, change: without(third) };
  const made = simulatedRoll({ ...wish, wish: { allowDown: 1, only } });
  await expect(made).rejects.toThrow('there is nothing to roll: 10.0.0.3 is down');
});

test('ranges are proven for the nodes that are rolled: a rack can be finished beside its own node that is down', async () => {
  const made = (rack: string) =>
    simulatedRoll({
      cluster: { dcs: { dc1: { rack1: 2, rack2: 2, rack3: 2 } } },
      change: without('10.0.0.4'),
      wish: { allowDown: 1, only: [{ kind: 'rack', value: rack }] },
    });
  const { plan } = await made('rack2');
  expect(plan.nodes.filter(({ leftOut }) => !leftOut).map(({ address }) => address)).toEqual([
    third,
  ]);
  await expect(made('rack1')).rejects.toThrow('1 live of 2 needed');
});

const dies: Fault = { kind: 'dies', node: last, at: after(120) };

test('a node that goes down meanwhile holds nobody but itself', async () => {
  const roll = await rollOf({ allowDown: 1, faults: [dies] });
  const failure = await failureOf(roll.run());
  expect(failure).toMatchObject({ exitCode: exitCodes.refused });
  expect(String(failure)).toContain(
    '10.0.0.5: not stopped: gate topology-unchanged: not seen as planned: nodetool status of 10.0.0.5',
  );
  expect(begun(roll)).toEqual(['10.0.0.1', '10.0.0.2', third, fourth]);
  expect(roll.watch.breaches).toEqual([]);
});

test('one that went down and was not to be rolled is named at the end, in report and ticket', async () => {
  const only = [
    { kind: 'node', value: '10.0.0.1' } as const,
    { kind: 'node', value: third } as const,
  ];
  const ended = async (faults: readonly Fault[]) => {
    const dcs = { dc1: { rack1: 2, rack2: 2, rack3: 1 } };
    const roll = await simulatedRoll({ cluster: { dcs }, faults, wish: { allowDown: 1, only } });
    await roll.run();
    return toRollReport(roll.plan, roll.events());
  };
  const report = await ended([{ kind: 'dies', node: '10.0.0.4', at: after(60) }]);
  expect(report).toMatchObject({ how: 'complete', later: [], downSince: ['10.0.0.4'] });
  const line = 'went down since the plan was made, and was when last looked: 10.0.0.4';
  expect(rollReportText(report)).toContain(`\n${line}\n`);
  expect(rollReportMarkdown(report)).toContain(`- ${line}\n`);
  expect((await ended([])).downSince).toEqual([]);
});

test('without a word of that, or with one down already, it holds all', async () => {
  for (const more of [{}, { allowDown: 1, down: [third] }]) {
    const roll = await rollOf({ ...more, faults: [dies] });
    expect(await failureOf(roll.run())).toMatchObject({ exitCode: exitCodes.refused });
    expect(begun(roll)).not.toContain(fourth);
  }
});

test('one that is seen down and answers all the same is not down: it holds the roll', async () => {
  const cutOff: Fault = { kind: 'seen-down', node: last, from: after(120) };
  const roll = await rollOf({ allowDown: 2, faults: [cutOff] });
  const failure = await failureOf(roll.run());
  expect(String(failure)).toContain('critical on 10.0.0.5: seen DOWN by');
  expect(begun(roll)).toEqual(['10.0.0.1']);
});

/** From the end of the first node's part to the beginning of the last's, in seconds after the start. */
async function middleOf(wanted: Case): Promise<readonly [number, number]> {
  const roll = await rollOf(wanted);
  await roll.run();
  const at = (type: string, node: string) =>
    roll.events().find((one) => one.type === type && 'node' in one && one.node === node)?.at ?? NaN;
  const seconds = (instant: number) => Math.round((instant - after(0)) / 1_000);
  return [seconds(at('node-done', '10.0.0.1')), seconds(at('node-started', last))];
}

test('a node that dies while clients leave another is reckoned with before that one is drained', async () => {
  const clean = await rollOf({ allowDown: 1, playbook: 'rolling-restart' });
  await clean.run();
  const begunAt = clean.events().find(({ type }) => type === 'node-started')?.at ?? NaN;
  const told: string[] = [];
  for (let ms = 0; ms <= 3_000; ms += 250) {
    const faults: readonly Fault[] = [{ kind: 'dies', node: last, at: begunAt + ms }];
    const roll = await rollOf({ allowDown: 1, rf: 3, faults, playbook: 'rolling-restart' });
    const failure = String(await failureOf(roll.run()));
    told.push(failure);
    if (failure.includes('quiesce holds the roll')) expect(stops(roll)[0]).toBe(0);
  }
  expect(told).toContainEqual(
    expect.stringMatching(
      /quiesce holds the roll: .*range-safety: 10.0.0.5 is not up, and with 10.0.0.1 down keyspace app/,
    ),
  );
});

test('a node that the roll has done and that goes down speaks against it: nobody is begun any more', async () => {
  const [from, to] = await middleOf({ allowDown: 2 });
  for (const seconds of [from + 5, (from + to) / 2]) {
    const faults: readonly Fault[] = [{ kind: 'dies', node: '10.0.0.1', at: after(seconds) }];
    const roll = await rollOf({ allowDown: 2, faults });
    const failure = await failureOf(roll.run());
    expect(failure).toMatchObject({ exitCode: exitCodes.refused });
    expect(String(failure)).toContain('10.0.0.1');
    expect(begun(roll)).toContain('10.0.0.2');
    expect(begun(roll)).not.toContain(last);
  }
});
