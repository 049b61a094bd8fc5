import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import { parsePlanFile, planFileText } from '../../src/plan/plan-file.ts';
import { toRollReport } from '../../src/report/roll-report.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';
import { without } from './stopped-before.ts';

test('a node that is down and outside --only is not left for later by a plan that it is no part of', async () => {
  const replication = { kind: 'network', rfByDc: { dc1: 5, dc2: 5 } } as const;
  const keyspaces = [{ name: 'app', replication, tables: ['events'] }];
  const made = async (down: string) => {
    const { plan } = await simulatedRoll({
      cluster: { dcs: { dc1: { rack1: 5 }, dc2: { rack1: 5 } }, keyspaces },
      change: without(down),
      wish: { allowDown: 1, only: [{ kind: 'dc', value: 'dc1' }] },
    });
    const next = nextCommands({});
    const told = toRollReport(plan, []).later;
    return { plan, later: next.later(plan), told, anew: next.plan(plan) };
  };
  const to = 'ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8';
  const outside = await made('10.0.0.7');
  expect(outside).toMatchObject({ later: undefined, told: [] });
  const { plan } = outside;
  const own = plan.nodes.find(({ address }) => address === '10.0.0.7');
  expect(own?.reason).toBe('left out by --only, and down when the plan was made');
  expect(plan.warnings.join()).toContain('; start it on 4.1.10, as it was; after max_hint_window');
  expect(parsePlanFile(planFileText(plan), 'plan.json', catalogue)).toEqual(plan);
  const within = await made('10.0.0.4');
  expect(within).toMatchObject({ later: `${to} --only node=10.0.0.4`, told: ['10.0.0.4'] });
  for (const { anew } of [outside, within]) {
    const only = anew.match(/--only (\S+)/)?.[1]?.split(',');
    expect(only?.toSorted()).toEqual([1, 2, 3, 4, 5].map((at) => `node=10.0.0.${at}`));
  }
});
