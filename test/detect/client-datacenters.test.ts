import { expect, test } from 'vitest';
import { clientErrors } from '../../src/detect/client-errors.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, look, ring, type Answers } from './series-builder.ts';

const dcs = { '10.0.0.1': 'dc1', '10.0.0.2': 'dc1', '10.0.1.1': 'dc2', '10.0.1.2': 'dc2' } as const;
type Node = keyof typeof dcs;
const nodes = Object.keys(dcs) as Node[];

const status = {
  rows: nodes.flatMap((node) => ring({ [node]: 'up' }, { dc: dcs[node] }).rows),
};

/** Requests that failed, by coordinator; the others answered 100 requests in 4 ms each. */
function findings(
  failures: Partial<Record<Node, number>>,
  change: Partial<Record<Node, Answers>> = {},
) {
  const answers = nodes.map((node) => {
    const count = failures[node] ?? 0;
    const view = {
      requests: 100 + count,
      errors: count > 0 ? { 'read-timeout': count } : {},
      p50Ms: 4,
      p99Ms: 4,
      latencyTenths: new Map([[40, 100]]),
    };
    return [node, { status, 'client-view': view, ...change[node] }] as const;
  });
  return clientErrors.detect([look(0, Object.fromEntries(answers))], productionLimits).findings;
}

test('all coordinators of one datacenter fail, and none elsewhere: it is that datacenter, likely', () => {
  const found = findings({ '10.0.1.1': 5, '10.0.1.2': 3 });
  expect(found.map(({ node }) => node)).toEqual(['10.0.1.1', '10.0.1.2']);
  for (const { causes, evidence } of found) {
    expect(causes).toEqual([
      {
        id: 'datacenter',
        title: 'what all nodes of the datacenter share: the way there, its network, its load',
        confidence: 'likely',
        speaksFor: [
          'requests fail through all 2 coordinators of dc2',
          'dc1: 0 of 200 requests failed',
        ],
        speaksAgainst: [],
      },
    ]);
    expect(evidence).toContainEqual({
      what: 'datacenter dc2',
      value: '8 of 208 requests failed, through 2 of 2 coordinators, p99 4 ms',
    });
    expect(evidence).toContainEqual({
      what: 'datacenter dc1',
      value: '0 of 200 requests failed, through 0 of 2 coordinators, p99 4 ms',
    });
  }
});

test('a coordinator whose neighbours answer is not its datacenter', () => {
  const [found] = findings({ '10.0.1.1': 5 });
  expect(found?.causes).toBeUndefined();
  expect(found?.ruledOut).toMatchObject([
    { id: 'datacenter', because: '1 of 2 coordinators of dc2 failed no request' },
  ]);
});

test('failures in every datacenter name none', () => {
  const [found] = findings({ '10.0.0.1': 1, '10.0.1.1': 5, '10.0.1.2': 3 });
  const [, inDc2] = findings({ '10.0.0.1': 1, '10.0.1.1': 5, '10.0.1.2': 3 });
  expect(found?.ruledOut).toHaveLength(1);
  expect(inDc2).not.toHaveProperty('causes');
  expect(inDc2).not.toHaveProperty('ruledOut');
});

test('where nobody was heard, or there is one datacenter, nothing is said of datacenters', () => {
  const silent = { status: failed('timed-out') };
  const noPlace = Object.fromEntries(nodes.map((node) => [node, silent]));
  const noView = { 'client-view': failed('timed-out') };
  const oneDc = { '10.0.0.1': noView, '10.0.0.2': noView };
  for (const change of [noPlace, oneDc]) {
    const [found] = findings({ '10.0.1.1': 5, '10.0.1.2': 3 }, change);
    expect(found?.evidence.map(({ what }) => what)).not.toContainEqual(
      expect.stringContaining('datacenter'),
    );
    expect(found).not.toHaveProperty('causes');
  }
});
