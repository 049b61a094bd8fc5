import { expect, test } from 'vitest';
import {
  parseSelector,
  selectedBy,
  selectionProblems,
  type Selector,
} from '../../src/plan/only.ts';
import { healthyRequest, planOf, problemsOf } from './healthy-request.ts';

const nodes = [
  { address: '10.0.0.1', dc: 'dc1', rack: 'r1' },
  { address: '10.0.0.2', dc: 'dc1', rack: 'r2' },
  { address: '10.0.0.3', dc: 'dc2', rack: 'r1' },
];

function only(...texts: readonly string[]): readonly Selector[] {
  return texts.flatMap((text) => parseSelector(text) ?? []);
}

function selected(...texts: readonly string[]): readonly string[] {
  return nodes.filter(selectedBy(only(...texts))).map(({ address }) => address);
}

test('a node must fit each kind that is named, and one of the names of a kind', () => {
  expect(selected()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  expect(selected('rack=r1')).toEqual(['10.0.0.1', '10.0.0.3']);
  expect(selected('dc=dc1', 'rack=r1')).toEqual(['10.0.0.1']);
  expect(selected('node=10.0.0.2', 'node=10.0.0.3')).toEqual(['10.0.0.2', '10.0.0.3']);
});

test.each(['dc', 'dc=', 'host=a', '=a', ''])('"%s" names nothing', (text) => {
  expect(parseSelector(text)).toBeUndefined();
});

test('forms of one IPv6 are one node, in the form of the inventory', () => {
  const value = 'fd00:0:0:0:0:0:0:a2';
  for (const form of ['fd00::a2', 'FD00:0::00a2', value]) {
    expect(parseSelector(`node=${form}`)).toEqual({ kind: 'node', value });
  }
  expect(parseSelector('rack=fd00::a2')).toEqual({ kind: 'rack', value: 'fd00::a2' });
});

test('a name may hold an equals sign', () => {
  expect(parseSelector('rack=a=b')).toEqual({ kind: 'rack', value: 'a=b' });
});

test('what is not there, and what leaves nobody, is told', () => {
  const messages = (...texts: readonly string[]) =>
    selectionProblems(only(...texts), nodes).map(({ message, hint }) => `${message}; ${hint}`);
  expect(messages()).toEqual([]);
  expect(messages('rack=r1')).toEqual([]);
  expect(messages('dc=dc3')).toEqual(['--only dc=dc3: there is none; there are: dc1, dc2']);
  expect(messages('dc=dc2', 'rack=r2')).toEqual([
    '--only dc=dc2,rack=r2: no node is in all of these; a node must fit each kind that is named',
  ]);
});

test('a plan for some nodes: the others stay members, stand last, and nothing is done on them', () => {
  const plan = planOf({ ...healthyRequest, only: only('node=127.0.0.2') });
  expect(
    plan.nodes.map(({ address, steps, leftOut, reason }) => [
      address,
      steps.length,
      leftOut,
      reason,
    ]),
  ).toEqual([
    ['127.0.0.2', 7, undefined, expect.stringMatching(/^canary, first of all: /)],
    ['127.0.0.1', 0, true, 'left out by --only'],
    ['127.0.0.3', 0, true, 'left out by --only'],
  ]);
});

test('a selection that fits nobody is no plan', () => {
  expect(problemsOf({ ...healthyRequest, only: only('rack=nowhere') })).toEqual([
    'usage: --only rack=nowhere: there is none',
  ]);
});
