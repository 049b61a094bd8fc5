import { expect, test } from 'vitest';
import { runRehearse } from '../../src/cli/upgrade-rehearse-run.ts';
import type { RehearseOptions } from '../../src/cli/upgrade-options.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { withDigest } from '../../src/plan/digest.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { Rehearsal } from '../../src/model/rehearsal.ts';
import { without } from '../gates/healthy-view.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';
import type { ClusterWish } from '../../src/simulate/new-cluster.ts';

const inventory = (addresses: readonly string[]) => `cluster: sim
limits: lab
nodetool: [nodetool, -h, '{address}', -p, '7199']
commands:
  stop: [ssh, '{address}', systemctl, stop, cassandra]
  running: [ssh, '{address}', systemctl, is-active, cassandra]
  fetch: [ssh, '{address}', apt-get, install, --download-only, 'cassandra={version}']
  install: [ssh, '{address}', apt-get, install, 'cassandra={version}']
  configure: [ssh, '{address}', put-config, '{version}']
  start: [ssh, '{address}', systemctl, start, cassandra]
  log: [ssh, '{address}', tail, /var/log/cassandra/system.log]
nodes: [${addresses.join(', ')}]
`;

/** A rehearsal of a plan for a cluster that is itself simulated: what stands for the real one. */
async function rehearsed(
  given: Partial<RehearseOptions> = {},
  cluster: Partial<ClusterWish> = {},
  change: (plan: Plan) => Plan = (plan) => plan,
) {
  const real = await simulatedRoll({ cluster });
  const { runner, cql, clock } = real;
  const plan = change(real.plan);
  const before = real.cluster.state();
  const files = memoryFiles({
    '/here/ringward.yaml': inventory(plan.nodes.map(({ address }) => address)),
    '/here/plan.json': planFileText(plan),
  });
  const ports = fakePorts({ runner, cql, clock, files });
  const options: RehearseOptions = { plan: 'plan.json', seed: 1, format: 'json', ...given };
  const exitCode = await runRehearse(options, ports);
  expect(real.cluster.state().nodes).toEqual(before.nodes);
  const text = ports.streams.outText().trimEnd();
  // Of ndjson the result is the last line.
  const result = options.format === 'json' ? text : text.slice(text.lastIndexOf('\n') + 1);
  return {
    ...{ exitCode, text },
    get rehearsal() {
      return JSON.parse(result) as Rehearsal;
    },
  };
}

test('a plan for a healthy cluster goes through; the cluster itself is only looked at', async () => {
  const { exitCode, rehearsal } = await rehearsed();
  expect(exitCode).toBe(0);
  expect(rehearsal).toMatchObject({
    how: 'complete',
    breaches: [],
    leftStopped: [],
    message: null,
  });
  expect(rehearsal.nodes).toHaveLength(3);
  for (const node of rehearsal.nodes) {
    expect(node).toMatchObject({
      state: 'done',
      tightest: expect.stringContaining('2 live of 2 needed') as string,
    });
    expect(node.downMs).toBeGreaterThan(10_000);
    expect(node.durationMs).toBeGreaterThan(node.downMs);
  }
});

test('it says in which waves the plan could be rolled in parallel, and what bounds them', async () => {
  const { rehearsal } = await rehearsed();
  const [one, two, three] = rehearsal.nodes.map(({ address }) => [address]);
  expect(rehearsal.waves).toEqual({
    kind: 'waves',
    waves: [one, two, three],
    atLeast: 3,
    bounds: [
      {
        dc: 'dc1',
        atLeast: 2,
        because: expect.stringMatching(
          /^keyspace .*: LOCAL_QUORUM.* lets 1 of 2 nodes be down$/,
        ) as string,
      },
    ],
  });
});

test('a node that does not come back: where the roll stops, what the operator is told, who is left stopped', async () => {
  const { exitCode, rehearsal } = await rehearsed({ faults: ['dies-starting@10.0.0.2'] });
  expect(exitCode).toBe(1);
  expect(rehearsal.how).toBe('failed');
  expect(rehearsal.message).toContain('10.0.0.2');
  expect(rehearsal.hint).toContain('ringward upgrade resume RUN');
  expect(rehearsal.leftStopped).toEqual(['10.0.0.2']);
  expect(rehearsal.nodes.map(({ state }) => state)).toEqual(['done', 'started', 'waiting']);
});

/** So that the second node is down two minutes into the life of the twin. */
function hurriedPlan({ digest, ...plan }: Plan): Plan {
  expect(digest).not.toBe('');
  const nodes = plan.nodes.map((node) => ({
    ...node,
    steps: node.steps.flatMap((step): readonly PlannedStep[] => {
      if (step.kind === 'soak') return [];
      if (step.kind !== 'await-return') return [step];
      return [{ ...step, params: { ...step.params, consecutive: 1 } }];
    }),
  }));
  return withDigest({ ...plan, nodes });
}

test('another node that dies while one is down breaks what QUORUM needs, and the rehearsal says so', async () => {
  const dying = { faults: ['dies@10.0.0.3'], seed: 2 };
  const { exitCode, rehearsal } = await rehearsed(dying, {}, hurriedPlan);
  expect(exitCode).toBe(1);
  expect(rehearsal.faults).toMatchObject([{ fault: 'dies@10.0.0.3', how: 'struck' }]);
  expect(rehearsal.faults[0]?.afterMs).toBeGreaterThan(100_000);
  expect(rehearsal.breaches[0]).toMatchObject({
    newlyDown: ['10.0.0.3'],
    what: expect.stringContaining('1 live of 2 needed') as string,
  });
});

/** As `limits: production` would have it. */
function comparedPlan({ digest, ...plan }: Plan): Plan {
  expect(digest).not.toBe('');
  const nodes = plan.nodes.map((node) => ({
    ...node,
    steps: node.steps.map((step) =>
      step.kind === 'soak'
        ? { ...step, params: { ...step.params, compare: 'peers' as const } }
        : step,
    ),
  }));
  return withDigest({ ...plan, nodes, limits: productionLimits });
}

test('a node that comes back slower: the rehearsal stops there, with the numbers of the comparison', async () => {
  const faults = ['slower-after-start@10.0.0.2'];
  const { exitCode, rehearsal } = await rehearsed({ faults }, {}, comparedPlan);
  expect(exitCode).toBe(1);
  expect(rehearsal.how).toBe('refused');
  expect(rehearsal.message).toMatch(
    /^10\.0\.0\.2: soak holds the roll: soak-comparison: p99 of reads 20\.00 times as before .* beside 2 peers of dc1/,
  );
  expect(rehearsal.nodes.map(({ state }) => state)).toEqual(['done', 'started', 'waiting']);
});

test('what came of each fault is told: a roll that ends before one says nothing about it', async () => {
  const faults = [
    'dies-starting@10.0.0.1',
    'slower-after-start@10.0.0.2',
    'drain-lies@10.0.0.3',
    'dies@10.0.0.3',
  ];
  const { rehearsal } = await rehearsed({ faults });
  expect(rehearsal.how).toBe('failed');
  const [starting, slower, lies, dies] = rehearsal.faults;
  expect(starting).toMatchObject({ fault: 'dies-starting@10.0.0.1', how: 'struck' });
  expect(starting?.afterMs).toBeLessThan(rehearsal.durationMs);
  expect(slower).toEqual({ fault: 'slower-after-start@10.0.0.2', how: 'there', afterMs: 0 });
  expect(lies).toEqual({ fault: 'drain-lies@10.0.0.3', how: 'never', afterMs: null });
  expect(dies).toEqual({ fault: 'dies@10.0.0.3', how: 'never', afterMs: null });
});

test('of many rehearsals it is told in how many a fault came to pass', async () => {
  const faults = ['dies-starting@10.0.0.1', 'drain-lies@10.0.0.3'];
  const { text } = await rehearsed({ faults, seeds: 3 });
  expect(JSON.parse(text)).toMatchObject({
    faults: [
      { fault: 'dies-starting@10.0.0.1', came: 3 },
      { fault: 'drain-lies@10.0.0.3', came: 0 },
    ],
  });
});

test('ndjson is every event as a roll prints it, then the result', async () => {
  const { exitCode, text, rehearsal } = await rehearsed({ format: 'ndjson' });
  expect(exitCode).toBe(0);
  expect(rehearsal).toMatchObject({ kind: 'ringward-rehearsal', how: 'complete' });
  const events = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as UpgradeEvent);
  expect(events[0]).toMatchObject({ type: 'run-started', nodes: 3 });
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(events.filter(({ type }) => type === 'node-done')).toHaveLength(3);
  await expect(rehearsed({ format: 'ndjson', seeds: 2 })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('--seeds') as string,
  });
});

test('another seed, other times', async () => {
  const [one, other] = [await rehearsed({ seed: 1 }), await rehearsed({ seed: 2 })];
  expect(other.rehearsal.durationMs).not.toBe(one.rehearsal.durationMs);
});

test.each([
  ['drain-hang@10.0.0.1', 'there is no fault "drain-hang"', 'did you mean drain-hangs?'],
  ['drain-hangs@10.9.9.9', 'names no node of the plan', 'drain-hangs@10.0.0.1'],
  ['drain-hangs', 'names no node of the plan', 'drain-hangs@10.0.0.1'],
  ['drain-hangs@10.0.0.1@x', 'names no node of the plan', 'drain-hangs@10.0.0.1'],
])('--faults %s is a usage error with a hint', async (fault, message, hint) => {
  await expect(rehearsed({ faults: [fault] })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message) as string,
    hint: expect.stringContaining(hint) as string,
  });
});

test('a plan that is too old goes through, and is to be made anew before it is carried out', async () => {
  const older = (plan: Plan): Plan => {
    const createdAt = plan.createdAt - plan.limits.planAgeMs - 3_600_000;
    return withDigest({ ...without(plan, 'digest'), createdAt });
  };
  const { exitCode, text } = await rehearsed({ format: 'tty' }, {}, older);
  expect(exitCode).toBe(0);
  expect(text).toMatch(
    /\na run would refuse it: the plan was made [\d.]+ h ago, .*; make it anew: ringward upgrade plan --playbook \S+ --to \S+$/,
  );
});
