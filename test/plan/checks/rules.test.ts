import { expect, test } from 'vitest';
import { NoPlan } from '../../../src/cli/no-plan.ts';
import { simulatedRoll } from '../../simulate/simulated-roll.ts';
import { findingsIn, ofRule } from './rule-world.ts';
import { clusterCases } from './cluster-cases.ts';
import { configCases } from './config-cases.ts';
import { schemaCases } from './schema-cases.ts';
import type { RuleCase } from './rule-case.ts';
import { judgedRules } from '../../../src/rules/upgrade/index.ts';

const all: Readonly<Record<string, RuleCase>> = { ...clusterCases, ...schemaCases, ...configCases };

test('every rule that is judged has its cases', () => {
  expect(Object.keys(all).sort()).toEqual(judgedRules.map(({ id }) => id).sort());
});

test.each(Object.entries(all))('%s fires, with its numbers', (rule, { hop, broken, says }) => {
  const found = ofRule(findingsIn({ ...hop, answers: broken }), rule);
  expect(found).toEqual(says.map((words) => `broken: ${words}`));
});

test.each(Object.entries(all))('%s is silent where it holds', (rule, { hop, holdsAt, holds }) => {
  expect(ofRule(findingsIn({ ...hop, ...holdsAt, answers: holds ?? {} }), rule)).toEqual([]);
});

const judgedBySource = Object.entries(all).flatMap(([rule, { silent, ...rest }]) =>
  silent ? [[rule, silent, rest] as const] : [],
);

test.each(judgedBySource)('%s cannot tell without %s', (rule, silent, { hop, holds }) => {
  const found = ofRule(findingsIn({ ...hop, answers: holds ?? {}, silent }), rule);
  expect(found).toEqual([`cannot-tell: ${silent} did not come, timed-out: after 20 s`]);
});

test('only what the release tells needs no source of its own: without a release there are no members', () => {
  const alone = Object.entries(all).filter(([, { silent }]) => silent === undefined);
  expect(alone.map(([rule]) => rule).sort()).toEqual([
    'known-bugs',
    'minimum-release',
    'newest-release',
    'no-corrupting-release',
    'same-messages',
    'tracing-safe-release',
  ]);
});

test('rules about files say that they were not judged where the inventory names none', () => {
  const findings = findingsIn({ withoutFiles: true });
  const open = findings.filter(({ verdict }) => verdict === 'not-judged');
  expect(new Set(open.map(({ what }) => what))).toEqual(
    new Set(['the inventory does not say where the files are']),
  );
  expect(open.map(({ rule }) => rule)).toContain('yaml-keys');
  expect(open.map(({ rule }) => rule)).toContain('sstables-readable');
});

test('every finding cites its source and says what to do', () => {
  for (const { fix, source } of findingsIn({ withoutFiles: true })) {
    expect(fix).not.toBe('');
    expect(source).not.toBe('');
  }
});

test('what a gate refuses for good is not offered to be accepted, and accepting it makes no plan', async () => {
  const made = simulatedRoll({
    playbook: 'downgrade-5.0-to-4.1',
    cluster: { compatibility: 'NONE' },
    wish: { accepted: [{ rule: 'way-back-open', because: 'x' }] },
  });
  const error: unknown = await made.catch((reason: unknown) => reason);
  if (!(error instanceof NoPlan)) throw error;
  expect(error.message).toContain('no plan: way-back-open: 10.0.0.1, 10.0.0.2, 10.0.0.3: it is in');
  expect(error.hint).not.toContain('--accept');
  expect(error.problems.map(({ rule }) => rule)).not.toContain('way-back-open');
});
