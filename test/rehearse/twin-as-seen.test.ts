import { expect, test } from 'vitest';
import { latestValue } from '../../src/model/series.ts';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import type { Seen } from '../../src/model/seen.ts';
import { digestOfTokens } from '../../src/plan/topology-changes.ts';
import { planForTwin, tokensUnknown } from '../../src/rehearse/twin-tokens.ts';
import { twinOf } from '../../src/rehearse/twin.ts';
import type { SimulatedNode } from '../../src/simulate/state.ts';
import { start } from '../simulate/simulated.ts';
import { twinFrom, withNode } from './twin-from.ts';

const two = '10.0.0.2';
const down = withNode((node) => ({
  ...node,
  lives: node.lives.map((life) => ({ ...life, end: { at: start - 120_000, announced: true } })),
}));

test('a node that is another by now, or in another rack, is so on the twin', async () => {
  const moved = { hostId: '00000000-0000-4000-8000-00000000abcd', rack: 'rack9' };
  const other = ({ lives, ...node }: SimulatedNode): SimulatedNode => ({
    ...{ ...node, ...moved },
    lives: lives.map((life) => ({ ...life, ...moved })),
  });
  const { onTwin, plan } = await twinFrom(withNode(other));
  const rows = latestValue(onTwin, '10.0.0.1', 'status')?.rows;
  expect(rows?.find(({ address }) => address === two)).toMatchObject(moved);
  expect(plan.nodes.find(({ address }) => address === two)).not.toMatchObject(moved);
});

test('the tokens of a node that is down are those of its ranges, where they are the planned ones', async () => {
  const { plan, sight, twin } = await twinFrom(down);
  const node = plan.nodes.find(({ address }) => address === two);
  expect(digestOfTokens(twin.nodes[1]?.tokens ?? [])).toBe(node?.tokensDigest);
  expect(tokensUnknown(plan, sight)).toEqual([]);
  expect(planForTwin(plan, sight)).toBe(plan);
});

test('tokens that nobody knows are not compared on the twin', async () => {
  const { plan, sight } = await twinFrom(down);
  const rings: Seen<readonly KeyspaceRing[]> = { kind: 'seen', at: start, value: [] };
  const unseen = { ...sight, standing: { ...sight.standing, rings } };
  expect(tokensUnknown(plan, unseen)).toEqual([two]);
  const rehearsed = planForTwin(plan, unseen);
  const [tokens, digest] = [
    twinOf(plan, unseen, 1).nodes[1]?.tokens,
    rehearsed.nodes[1]?.tokensDigest,
  ];
  expect(digestOfTokens(tokens ?? [])).toBe(digest);
  expect(digest).not.toBe(plan.nodes[1]?.tokensDigest);
});
