import { expect, test } from 'vitest';
import { gossipDisagreement } from '../../src/detect/gossip-disagreement.ts';
import { productionLimits } from '../../src/model/limits.ts';
import {
  endpoint,
  failed,
  gossip,
  healthyThree,
  look,
  ring,
  type Answers,
} from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function detect(answers: (node: string) => Answers) {
  return gossipDisagreement.detect([look(0, healthyThree(answers))], productionLimits);
}

test('nodes that agree are no finding', () => {
  expect(detect(() => ({}))).toEqual({
    detector: 'gossip-disagreement',
    findings: [],
    missing: [],
  });
});

test('one node seen UP here and DOWN there names both sides', () => {
  const { findings } = detect((node) =>
    node === b ? { status: ring({ [a]: 'up', [b]: 'up', [c]: 'down' }) } : {},
  );
  expect(findings).toMatchObject([
    {
      state: 'LIVENESS',
      severity: 'warning',
      node: c,
      summary: `live nodes disagree about whether it is up: UP (${a}, ${c}) against DOWN (${b})`,
    },
  ]);
});

test('a node that all others see DOWN is not a live voice', () => {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });
  const own = ring({ [a]: 'down', [b]: 'down', [c]: 'up' });
  expect(detect((node) => ({ status: node === c ? own : view })).findings).toEqual([]);
});

test.each([
  ['HOST-ID', 'critical', { gossipinfo: gossip([endpoint(c, { hostId: 'other' })]) }],
  ['RELEASE', 'warning', { gossipinfo: gossip([endpoint(c, { releaseVersion: '5.0.8' })]) }],
  ['MEMBERSHIP', 'warning', { status: ring({ [a]: 'up', [b]: 'up' }) }],
] as const)('a different %s is %s', (state, severity, answer) => {
  const { findings } = detect((node) => (node === b ? answer : {}));
  expect(findings).toMatchObject([{ state, severity, node: c }]);
});

test('a different rack is critical, for every node it is told of', () => {
  const moved = ring({ [a]: 'up', [b]: 'up', [c]: 'up' }, { rack: 'rack9' });
  const { findings } = detect((node) => (node === b ? { status: moved } : {}));
  expect(findings.map((one) => [one.node, one.state, one.severity])).toEqual(
    [a, b, c].map((node) => [node, 'PLACE', 'critical']),
  );
});

test('a view that did not come is missing', () => {
  const { findings, missing } = detect((node) =>
    node === b ? { gossipinfo: failed('timed-out', 'no answer in 20 s') } : {},
  );
  expect(findings).toEqual([]);
  expect(missing).toEqual([
    { node: b, source: 'gossipinfo', why: 'timed-out', detail: 'no answer in 20 s' },
  ]);
});
