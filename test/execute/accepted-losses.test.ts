import { expect, test } from 'vitest';
import { NoPlan } from '../../src/cli/no-plan.ts';
import { rollLines } from '../../src/report/roll-lines.ts';
import { simulatedRoll, type RollWish } from '../simulate/simulated-roll.ts';

const because = 'a cache';
/** Beside a keyspace that holds, one of a single replica, so that each node takes some of it away. */
const cluster: NonNullable<RollWish['cluster']> = {
  keyspaces: [
    { name: 'app', replication: { kind: 'network', rfByDc: { dc1: 3 } }, tables: ['events'] },
    { name: 'scratch', replication: { kind: 'network', rfByDc: { dc1: 1 } }, tables: ['cache'] },
  ],
};

test('a keyspace of one replica refuses the roll until it is accepted by name', async () => {
  const error: unknown = await simulatedRoll({ cluster }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NoPlan);
  const [problem] = (error as NoPlan).problems;
  expect(problem?.message).toMatch(/^keyspace scratch, .* 0 live of 1 needed/);
  expect(problem?.hint).toContain('or live with it: --accept keyspace=scratch --because TEXT');
});

test('accepted, it is rolled: in the journal from the start, told at every stop, and nothing else lost', async () => {
  const roll = await simulatedRoll({
    cluster,
    wish: { accepted: [{ keyspace: 'scratch', because }] },
  });
  await roll.run();
  const [started] = roll.events();
  const levels = [{ level: 'LOCAL_QUORUM', dc: 'dc1', live: 0, needed: 1 }];
  expect(started).toMatchObject({ accepted: [{ keyspace: 'scratch', because, levels }] });
  const notes = roll
    .events()
    .flatMap((event) =>
      event.type === 'gate-judged' && event.gate === 'range-safety' && event.verdict.kind === 'pass'
        ? [event.verdict.note ?? '']
        : [],
    );
  expect(notes).toHaveLength(3);
  for (const note of notes) {
    expect(note).toMatch(
      /accepted \(a cache\): keyspace scratch, .* 0 live of 1 needed, so such requests fail meanwhile/,
    );
  }
  const tell = rollLines(3);
  const lines = roll.shown.flatMap((event) => tell(event).lines);
  expect(lines.filter((line) => line.includes('range-safety: tightest'))).toHaveLength(3);
  // What was accepted is no breach; no other range was lost.
  expect(roll.watch.breaches).toEqual([]);
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 1, 1]);
});
