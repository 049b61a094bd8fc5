import { expect, test } from 'vitest';
import { catalogue } from '../../../src/cli/catalogue.ts';
import { NoPlan } from '../../../src/cli/no-plan.ts';
import { nextCommands } from '../../../src/model/next-command.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import { planFileText } from '../../../src/plan/plan-file.ts';
import { planProblem } from '../../../src/plan/plan-problem.ts';
import type { Parallel } from '../../../src/model/plan.ts';
import { inWaves } from '../../../src/plan/waves/planned-waves.ts';
import { planMarkdown } from '../../../src/report/plan-markdown.ts';
import { planText } from '../../../src/report/roll-tty.ts';
import type { ClusterWish } from '../../../src/simulate/new-cluster.ts';
import { simulatedRoll, type RollWish } from '../../simulate/simulated-roll.ts';

const app = (rf: number) => ({
  ...{ name: 'app', replication: { kind: 'network', rfByDc: { dc1: rf } } as const },
  tables: ['events'],
});
const racks = (counts: readonly number[]) =>
  Object.fromEntries(counts.map((count, at) => [`rack${at + 1}`, count]));

async function planned(
  parallel: Parallel | undefined,
  counts: readonly number[],
  cluster: Partial<ClusterWish> = {},
  more: RollWish = {},
): Promise<Plan> {
  const wish = { playbook: 'rolling-restart', ...(parallel === undefined ? {} : { parallel }) };
  const dcs = { dc1: racks(counts) };
  return (await simulatedRoll({ ...wish, cluster: { dcs, ...cluster }, ...more })).plan;
}

const wavesIn = ({ nodes }: Plan) => nodes.map(({ wave }) => wave);

const problemsOf = async (plan: Promise<Plan>): Promise<string> => {
  const failure = await plan.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(NoPlan);
  const { exitCode, message, hint } = failure as NoPlan;
  return `${exitCode} ${message} ${hint ?? ''}`;
};

test('a whole rack at a time, but the first node alone', async () => {
  expect(wavesIn(await planned('rack', [3, 3, 2]))).toEqual([1, 2, 2, 3, 3, 3, 4, 4]);
});

test('so many nodes of a rack at most', async () => {
  expect(wavesIn(await planned(2, [1, 3, 2]))).toEqual([1, 2, 2, 3, 4, 4]);
});

test('where it is not asked for the plan is as it ever was', async () => {
  const plan = await planned(undefined, [2, 2, 2]);
  expect(planFileText(plan)).not.toContain('wave');
  expect(planText(plan)).not.toContain('Waves');
  expect(nextCommands({}).plan(plan)).not.toContain('--parallel');
});

test('racks that are fewer than the replicas: refused as whole racks, made smaller as a number', async () => {
  const one = { keyspaces: [app(3)], vnodes: 4 };
  expect(await problemsOf(planned('rack', [4, 4], one))).toMatch(
    /^3 .*of rack rack\d of dc1 may not be down together: keyspace app, range \(.*LOCAL_QUORUM in dc1 has [01] live of 2 needed/s,
  );
  const plan = await planned(4, [4, 4], one);
  const sizes = wavesIn(plan).map((wave) => wavesIn(plan).filter((each) => each === wave).length);
  expect(Math.max(...sizes)).toBeLessThan(4);
});

test('nothing but keyspaces of Cassandra itself proves nothing: refused', async () => {
  expect(await problemsOf(planned('rack', [2, 2, 2], { keyspaces: [] }))).toMatch(
    /^3 .*nothing says which nodes may be down together/s,
  );
});

test('what is irreversible is done on one node after the other', async () => {
  const wish = { playbook: 'storage-mode-upgrading' };
  expect(await problemsOf(planned('rack', [2, 2, 2], { release: '5.0.8' }, wish))).toMatch(
    /^3 .*storage-compatibility is irreversible.*leave out --parallel/s,
  );
});

test('waves of one node each prove nothing of several, and say so', async () => {
  const plan = await planned(2, [1, 1, 1]);
  expect(planText(plan)).toContain('Waves: 3, one after the other, of one node each\n');
});

test('the plan says its waves, in text and for a ticket, and how it is made anew', async () => {
  const plan = await planned('rack', [2, 2, 2]);
  const waves =
    '4, one after the other, up to 2 nodes at once; the nodes of a wave side by side, proven with all of them down';
  expect(planText(plan)).toContain(`Waves: ${waves}\n`);
  expect(planText(plan)).toContain('  3. wave 3: 10.0.0.3  dc1/rack2');
  expect(planMarkdown(plan)).toContain(`- ${waves}`);
  expect(planMarkdown(plan)).toContain('| 3 | wave 3: 10.0.0.3 |');
  const next = nextCommands({});
  expect(next.plan(plan)).toContain('--parallel rack');
  expect(next.again(plan, 'plan.json')).toContain('--parallel rack');
  // Waves of two, where three were asked for.
  expect(next.plan(await planned(3, [2, 2, 2]))).toContain('--parallel 3');
});

test.each<[string, (index: number) => object, RegExp | undefined]>([
  ['as it was made', () => ({}), undefined],
  ['a wave over two racks', (index) => ({ wave: index < 2 ? 1 : 2 }), /two racks/],
  ['a wave that comes twice', (index) => ({ wave: [1, 2, 3, 1, 4, 5][index] }), /there twice/],
  ['a wave that is no number', () => ({ wave: 'all' }), /wave/],
])('a plan file with %s', async (_, change, message) => {
  const plan = await planned('rack', [2, 2, 2]);
  const nodes = plan.nodes.map((node, index) => ({ ...node, ...change(index) }));
  const problem = planProblem({ ...plan, nodes }, catalogue);
  if (message) expect(problem).toMatch(message);
  else expect(problem).toBeUndefined();
});

test('a playbook whose nodes do not soak is refused: nobody would look at a wave once all are back', async () => {
  const { nodes } = await planned('rack', [2, 2, 2]);
  const steps = (nodes[0]?.steps ?? []).filter(({ kind }) => kind !== 'soak');
  const playbook = { name: 'mine', steps } as unknown as Playbook;
  const request = { parallel: 'rack', playbook, snapshot: { at: 0, nodes: [] } } as const;
  const result = inWaves({ nodes, request, consistency: {}, losses: [], authenticatorOn: true });
  expect(result.problems.map(({ message }) => message)).toEqual([
    'playbook mine has no soak: nodes of a wave are judged as peers of each other in their soak',
  ]);
});

test('a wave that takes a level of system_auth that no node alone takes: a warning with its waves', async () => {
  const plan = await planned('rack', [3, 3, 3]);
  const told = plan.warnings.filter((warning) => warning.includes('down together'));
  expect(told).toEqual([
    expect.stringMatching(
      /^no client logs in, so not held by keyspace system_auth, .* while each of the waves [\d, ]+ is down together$/,
    ),
  ]);
  const single = await planned(undefined, [3, 3, 3]);
  expect(single.warnings.join()).not.toContain('down together');
});
