import { expect, test } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { PlannedNode } from '../../src/model/plan.ts';
import { rollJunit } from '../../src/report/roll-junit.ts';
import { healthyRequest, planOf } from '../plan/healthy-request.ts';

const made = planOf(healthyRequest);
const [first, second] = made.nodes as readonly [PlannedNode, PlannedNode];
const plan = {
  ...made,
  cluster: 'a<b>&"c"\u001b',
  before: ['peers-up'],
  after: ['cql-answers'],
  nodes: [first, { ...second, steps: second.steps.slice(0, 1) }].map((node, index) => ({
    ...node,
    steps: node.steps.slice(0, index === 0 ? 2 : 1),
  })),
};
const at = Date.UTC(2026, 0, 1);
const node = first.address;

function passed(gate: string, phase: 'before' | 'after', ms: number): UpgradeEvent {
  return {
    at: at + ms,
    type: 'gate-judged',
    node,
    gate,
    phase,
    verdict: { kind: 'pass' },
    attempt: 1,
  };
}

const drained: readonly UpgradeEvent[] = [
  passed('peers-up', 'before', 0),
  { at: at + 1_000, type: 'node-started', node, generation: 7 },
  { at: at + 1_000, type: 'step-started', node, step: 0, kind: 'drain' },
  { at: at + 3_500, type: 'step-ended', node, step: 0, kind: 'drain', outcome: { kind: 'done' } },
];

test('a case for each gate and step, with its time; what a node did not come to is skipped', () => {
  const done: readonly UpgradeEvent[] = [
    ...drained,
    { at: at + 3_500, type: 'step-started', node, step: 1, kind: 'stop' },
    { at: at + 4_000, type: 'step-ended', node, step: 1, kind: 'stop', outcome: { kind: 'done' } },
    passed('cql-answers', 'after', 9_000),
  ];
  expect(rollJunit(plan, done)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ringward upgrade-4.1-to-5.0 a&lt;b&gt;&amp;&quot;c&quot;\\u001b">
  <testsuite name="127.0.0.1" tests="4" failures="0" errors="0" skipped="0" time="9.000" timestamp="2026-01-01T00:00:00Z">
    <testcase classname="127.0.0.1" name="gate before: peers-up" time="0.000"/>
    <testcase classname="127.0.0.1" name="step 1: drain" time="2.500"/>
    <testcase classname="127.0.0.1" name="step 2: stop" time="0.500"/>
    <testcase classname="127.0.0.1" name="gate after: cql-answers" time="0.000"/>
  </testsuite>
  <testsuite name="127.0.0.2" tests="3" failures="0" errors="0" skipped="3" time="0.000">
    <testcase classname="127.0.0.2" name="gate before: peers-up" time="0.000"><skipped/></testcase>
    <testcase classname="127.0.0.2" name="step 1: drain" time="0.000"><skipped/></testcase>
    <testcase classname="127.0.0.2" name="gate after: cql-answers" time="0.000"><skipped/></testcase>
  </testsuite>
</testsuites>
`);
});

test('a gate that refused is a failure, with its reason made harmless', () => {
  const verdict = { kind: 'refuse', reason: 'rack "<r>"\nis down' } as const;
  const refused: UpgradeEvent = {
    ...{ at, type: 'gate-judged', node, gate: 'peers-up', phase: 'before' },
    ...{ verdict, attempt: 3 },
  };
  expect(rollJunit(plan, [refused])).toContain(
    'name="gate before: peers-up" time="0.000"><failure message="rack &quot;&lt;r&gt;&quot;&#10;is down"/>',
  );
});

test('a step that failed is an error, one that holds the roll a failure, one without an end an error', () => {
  const ended = (outcome: Extract<UpgradeEvent, { type: 'step-ended' }>['outcome']) =>
    rollJunit(plan, [{ at, type: 'step-ended', node, step: 0, kind: 'drain', outcome }]);
  expect(
    ended({ kind: 'failed', reason: 'no drain', nodeState: 'DRAINING', next: 'stop it' }),
  ).toContain('<error message="no drain; the node is now: DRAINING"/>');
  expect(ended({ kind: 'refused', reason: 'p99 doubled' })).toContain(
    '<failure message="p99 doubled"/>',
  );
  expect(rollJunit(plan, drained.slice(0, -1))).toContain(
    '<error message="begun, and its end is not known"/>',
  );
});

test('nodes that are left out are no suites', () => {
  const leftOut = plan.nodes.map((each) => ({ ...each, steps: [], leftOut: true as const }));
  expect(rollJunit({ ...plan, nodes: leftOut }, [])).not.toContain('<testsuite ');
});

test('a suite of its own for freeze and unfreeze: failed, cut off, done', () => {
  const argv = { freeze: ['a'], unfreeze: ['b'] };
  const about = { at, type: 'freeze-started', command: 'freeze' } as const;
  const ended = { ...about, at: at + 2_000, type: 'freeze-ended' } as const;
  const suiteOf = (...events: UpgradeEvent[]) =>
    rollJunit({ ...plan, freeze: argv }, events).split('</testsuite>')[0];
  expect(suiteOf(about, { ...ended, failure: '`a` & b' })).toContain(
    '<testcase classname="freeze" name="freeze" time="2.000"><error message="`a` &amp; b"/></testcase>\n' +
      '    <testcase classname="freeze" name="unfreeze" time="0.000"><skipped/></testcase>',
  );
  expect(suiteOf(about)).toContain('message="begun, and its end is not known"');
  expect(suiteOf(about, ended)).toContain('failures="0" errors="0" skipped="1"');
});
