import { expect, test } from 'vitest';
import type { PlanRequest } from '../../src/plan/request.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/roll-tty.ts';
import { without } from '../gates/healthy-view.ts';
import { healthyRequest, planOf, restart } from './healthy-request.ts';

const freeze = { freeze: ['reaper', 'pause all'], unfreeze: ['reaper', 'resume'] };
const { inventory } = healthyRequest;
const declared = { ...inventory, freeze };
const told =
  "repairs and schema changes stand still: reaper 'pause all' before the first node, reaper resume when the run is over";

const notesOf = (request: PlanRequest) => planOf(request).preflight?.map(({ rule }) => rule) ?? [];

test('what the inventory freezes is in the plan, as it will be run', () => {
  const plan = planOf({ ...healthyRequest, inventory: declared });
  expect(plan.freeze).toEqual(freeze);
  expect(planText(plan)).toContain(`Freeze: ${told}\n`);
  expect(planMarkdown(plan)).toContain(`## Freeze\n\n- ${told}\n`);
});

test('notes of what must stand still are for operators who have to see to it', () => {
  const notes = ['automation-paused', 'schema-frozen'];
  expect(notesOf(healthyRequest)).toEqual(expect.arrayContaining(notes));
  const left = notesOf({ ...healthyRequest, inventory: declared });
  expect(left).not.toEqual(expect.arrayContaining(notes.slice(0, 1)));
  expect(left).not.toEqual(expect.arrayContaining(notes.slice(1)));
  expect(left).toContain('snapshot-taken');
});

test('nothing is declared, or no node is stopped: nothing is frozen', () => {
  expect(planOf(healthyRequest).freeze).toBeUndefined();
  const steps = [{ kind: 'clear-snapshot', params: { timeoutMs: 1 } }] as const;
  const playbook = { ...restart, steps, before: [], after: [] };
  const still = { ...without(healthyRequest, 'toVersion'), playbook, inventory: declared };
  expect(planOf(still).freeze).toBeUndefined();
});
