import { expect, test } from 'vitest';
import { looker } from '../../src/cli/look.ts';
import { detectors } from '../../src/detect/index.ts';
import { gates } from '../../src/gates/index.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Rehearsal } from '../../src/model/rehearsal.ts';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { chance, wholeBetween } from '../../src/simulate/chance.ts';
import { defaultFault } from '../../src/simulate/default-fault.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { faultKinds } from '../../src/simulate/fault-kinds.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { simulatedRoll, type RollWish } from '../simulate/simulated-roll.ts';
import { sixNodes } from './waved-roll.ts';
import { wide } from './wide-cluster.ts';

const rolls = 1_000;

type FaultsOf = (seed: number, state: ClusterState) => readonly Fault[];

/** Up to three faults of any kind on any node. */
function faultsOf(seed: number, { nodes, at }: ClusterState): readonly Fault[] {
  const count = wholeBetween(0, 3, seed, 'count');
  return Array.from({ length: count }, (_, index) => {
    const kind = faultKinds[wholeBetween(0, faultKinds.length - 1, seed, 'kind', index)] ?? 'dies';
    const node = nodes[wholeBetween(0, nodes.length - 1, seed, 'node', index)]?.address ?? '';
    return defaultFault(
      kind,
      node,
      at + 120_000 + Math.floor(chance(seed, 'when', index) * 400_000),
    );
  });
}

/** Every node is asked itself when the last client has left: of a death after that look nobody can know. */
const unknownMs = 3_000;

/** Instants at which the roll itself took a replica away that was needed, as far as could be known. */
function ownBreaches({ breaches }: Rehearsal, faults: readonly Fault[]): readonly string[] {
  const deaths = faults.filter((fault) => fault.kind === 'dies');
  return breaches
    .filter(({ at, newlyDown }) => {
      const isOwn = newlyDown.some((address) => !deaths.some(({ node }) => node === address));
      return isOwn && !deaths.some((death) => death.at <= at && at - death.at < unknownMs);
    })
    .map(({ what }) => what);
}

interface Outcome {
  readonly ends: Readonly<Record<Rehearsal['how'], number>>;
  /** Seed, faults and what was lost or whom nobody named. */
  readonly broken: readonly string[];
}

async function rollMany(
  count: number,
  planOf: (plan: Plan) => Plan,
  faultsIn: FaultsOf,
  wish: RollWish = {},
): Promise<Outcome> {
  const { plan, inventory, cluster } = await simulatedRoll(wish);
  const ends = { complete: 0, aborted: 0, paused: 0, refused: 0, failed: 0, interrupted: 0 };
  const broken: string[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    const faults = faultsIn(seed, cluster.state());
    const rehearsal = await rehearse({
      ...{ plan: planOf(plan), inventory, gates, detectors },
      state: { ...cluster.state(), seed, faults },
      longLook: (ports) => looker(inventory, plan.limits, fakePorts(ports)).at,
    });
    ends[rehearsal.how] += 1;
    const troubles = [...ownBreaches(rehearsal, faults), ...unnamed(rehearsal, faults)];
    const kinds = faults.map(({ kind, node }) => `${kind}@${node}`).join();
    broken.push(...troubles.map((trouble) => `seed ${seed}, ${kinds}: ${trouble}`));
  }
  return { ends, broken };
}

/** Nodes that the roll left stopped and did not name. */
function unnamed({ leftStopped, message }: Rehearsal, faults: readonly Fault[]): readonly string[] {
  return leftStopped
    .filter((address) => !message?.includes(address))
    .filter((address) => !faults.some(({ kind, node }) => kind === 'dies' && node === address))
    .map((address) => `${address} is left stopped`);
}

test(`${rolls} rolls with random faults: the roll itself never took a needed replica away, nobody is left stopped unnamed`, async () => {
  const { ends, broken } = await rollMany(rolls, (plan) => plan, faultsOf);
  process.stdout.write(`random rolls: ${JSON.stringify(ends)}\n`);
  expect(broken).toEqual([]);
  expectBitten(ends, rolls);
}, 900_000);

/** Faults bite, and not all do. */
function expectBitten({ complete, refused, failed }: Outcome['ends'], count: number): void {
  expect(complete).toBeGreaterThan(count / 10);
  expect(refused).toBeGreaterThan(count / 50);
  expect(failed).toBeGreaterThan(count / 50);
  expect(complete + refused + failed).toBe(count);
}

const waved = 200;

test(`${waved} rolls of two nodes side by side, with random faults: the same`, async () => {
  const wish = { cluster: sixNodes, parallel: 'rack' } as const;
  const { ends, broken } = await rollMany(waved, (plan) => plan, faultsOf, wish);
  process.stdout.write(`random rolls of waves: ${JSON.stringify(ends)}\n`);
  expect(broken).toEqual([]);
  expectBitten(ends, waved);
}, 900_000);

const wideRolls = 100;

test(`${wideRolls} rolls of a few of 33 nodes, another dying at any instant: the same`, async () => {
  const only = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(
    (value) => ({ kind: 'node', value }) as const,
  );
  const wish = { cluster: wide, wish: { only } };
  const death: FaultsOf = (seed, { nodes, at }) => {
    const node = nodes[wholeBetween(3, nodes.length - 1, seed, 'node')]?.address ?? '';
    return [{ kind: 'dies', node, at: at + Math.floor(chance(seed, 'when') * 400_000) }];
  };
  const { ends, broken } = await rollMany(wideRolls, (plan) => plan, death, wish);
  process.stdout.write(`rolls of a few of many: ${JSON.stringify(ends)}\n`);
  expect(broken).toEqual([]);
  expect(ends.refused).toBeGreaterThan(wideRolls / 2);
}, 900_000);

test('without gates and soak a roll goes on beside a dead node, and that is seen', async () => {
  const dead: FaultsOf = (_, { at }) => [{ kind: 'dies', node: '10.0.0.3', at: at + 5_000 }];
  const { broken } = await rollMany(1, without, dead);
  expect(broken.join()).toContain('with 10.0.0.2, 10.0.0.3 down');
  expect((await rollMany(1, (plan) => plan, dead)).broken).toEqual([]);
});

function without(plan: Plan): Plan {
  const nodes = plan.nodes.map((node) => ({
    ...node,
    steps: node.steps.filter(({ kind }) => kind !== 'soak'),
  }));
  return { ...plan, before: [], after: ['cql-answers'], nodes };
}
