import { beforeAll, describe, expect, test } from 'vitest';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import type { RollWish } from '../simulate/simulated-roll.ts';
import { deaths, everyDeath, resumed } from './every-death.ts';
import { sixNodes, stopsOf, strayStops } from './waved-roll.ts';

const cases: Readonly<Record<string, RollWish & { readonly release: string }>> = {
  'a restart by racks': { playbook: 'rolling-restart', parallel: 'rack', release: '4.1.10' },
  'an upgrade of two at once': { playbook: 'upgrade-4.1-to-5.0', parallel: 2, release: '5.0.8' },
  'a rewrite by racks': { playbook: 'upgradesstables', parallel: 'rack', release: '4.1.10' },
};

describe.each(Object.entries(cases))('%s', (_, { release, ...wish }) => {
  const stops = wish.playbook === 'upgradesstables' ? 0 : 1;
  let all: Awaited<ReturnType<typeof everyDeath>>;
  beforeAll(async () => {
    all = await everyDeath({ ...wish, cluster: sixNodes });
  }, 120_000);

  test.each(deaths)(
    'killed %s: resume ends in the same place',
    async (where) => {
      const here = all.found.filter((death) => death.where === where);
      for (const death of here) {
        const roll = await resumed(death, all.roll.plan, false);
        const { nodes } = roll.cluster.state();
        const about = `record ${death.record}`;
        expect(stopsOf(roll.cluster.state()), about).toEqual(Array(6).fill(stops));
        const releases = nodes.map(({ lives }) => lives.at(-1)?.release);
        expect(releases, about).toEqual(Array(6).fill(release));
        const closed = nodes.filter(({ lives }) => lives.at(-1)?.closedAt !== undefined);
        expect(closed, about).toEqual([]);
        expect(roll.events().at(-1), about).toMatchObject({ type: 'run-ended', how: 'complete' });
        expect(strayStops(roll.plan.nodes, roll.events()), about).toEqual([]);
        expect(roll.watch.breaches.map(describeBreach), about).toEqual([]);
      }
      process.stdout.write(`crash matrix of waves: killed ${where}: ${here.length} cases\n`);
      expect(here.length).toBeGreaterThanOrEqual(where.includes('act') ? 6 : all.records);
    },
    240_000,
  );
});
