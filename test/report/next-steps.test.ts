import { expect, test } from 'vitest';
import { detectAll } from '../../src/detect/index.ts';
import type { Advice } from '../../src/model/advice.ts';
import { withoutRepeats } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { nextSteps } from '../../src/report/next-steps.ts';
import { failed, healthyThree, look, ring, type Answers } from '../detect/series-builder.ts';

const silent = (why: 'unreachable' | 'timed-out' | 'authentication'): Answers => ({
  status: failed(why),
  info: failed(why),
  gossipinfo: failed(why),
  'cql-local': failed(why),
});

function stepsFor(answers: (node: string) => Answers) {
  const series = [look(0, healthyThree(answers))];
  const missing = detectAll(series, productionLimits).flatMap((one) => one.missing);
  return nextSteps(series, { missing: withoutRepeats(missing) });
}

test('where nobody is there the log of each is to be read, and it is to be started', () => {
  const nodes = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  const wanted = nodes.flatMap((on) => [
    { on, command: 'log' },
    { on, command: 'start' },
  ]);
  expect(stepsFor(() => silent('unreachable'))).toEqual(wanted);
});

const refusals: Answers = {
  'client-view': {
    ...{ requests: 70, errors: { unreachable: 70 }, latencyTenths: new Map() },
    ...{ p50Ms: undefined, p99Ms: undefined },
  },
};

test('requests that Ringward itself made in vain meanwhile change nothing of that', () => {
  const tried = () => ({ ...silent('unreachable'), ...refusals });
  expect(stepsFor(tried)).toEqual(stepsFor(() => silent('unreachable')));
  const found = detectAll([look(0, healthyThree(tried))], productionLimits);
  expect(found.flatMap(({ findings }) => findings.map(({ severity }) => severity))).toEqual(
    Array(3).fill('info'),
  );
});

test('of many nodes the first are named', () => {
  const addresses = Array.from({ length: 9 }, (_, at) => `10.0.1.${at + 1}`);
  const series = [
    look(0, Object.fromEntries(addresses.map((node) => [node, silent('unreachable')]))),
  ];
  const steps = nextSteps(series, { missing: [] });
  expect(steps).toHaveLength(7);
  expect(steps.at(-1)).toBe('the same on 6 more nodes');
});

test('one that hangs, or that answers something, is not to be started', () => {
  const on = '10.0.0.2';
  const only = (answers: Answers) => stepsFor((node) => (node === on ? answers : {}));
  const log = { on, command: 'log' };
  expect(only(silent('timed-out'))).toEqual([{ on, nodetool: ['info'] }, log]);
  expect(only({ info: failed('unreachable') })).toEqual([{ on, nodetool: ['info'] }, log]);
});

test('a wrong password is to be mended in the inventory', () => {
  expect(stepsFor(() => silent('authentication'))).toEqual([
    'mend user and passwordFrom under cql or jmx of the inventory, or the grants of that user',
  ]);
});

test.each(['unreachable', 'timed-out', 'unreadable', 'failed'] as const)(
  'where only CQL is %s nodetool is asked whether native transport is active',
  (why) => {
    const on = '10.0.0.2';
    const steps = stepsFor((node) => (node === on ? { 'cql-local': failed(why) } : {}));
    expect(steps).toEqual([
      { on, nodetool: ['info'] },
      { on, command: 'log' },
    ]);
  },
);

test('what was not to be asked, or of the machine alone, has a reason that says it all', () => {
  expect(stepsFor(() => ({ status: failed('not-asked') }))).toEqual([]);
  expect(stepsFor(() => ({ disks: failed('failed') }))).toEqual([]);
});

test('a view of `?` is looked at where it is, a mode that is not known on its node', () => {
  const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;
  const status = ring({ [a]: 'up', [b]: 'up', [c]: 'unknown' });
  expect(stepsFor((node) => (node === a ? { status } : {}))).toEqual([
    { on: a, nodetool: ['status'] },
  ]);
  const netstats = { mode: 'SHUFFLING', streams: [] };
  expect(stepsFor((node) => (node === b ? { netstats } : {}))).toEqual([
    { on: b, nodetool: ['netstats'] },
  ]);
});

test('of many that hang the first are named, too', () => {
  const addresses = Array.from({ length: 4 }, (_, at) => `10.0.1.${at + 1}`);
  const nodes = addresses.map((node) => [node, { info: failed('timed-out') }] as const);
  const series = [look(0, Object.fromEntries(nodes))];
  const missing = detectAll(series, productionLimits).flatMap((one) => one.missing);
  expect(nextSteps(series, { missing }).slice(5)).toEqual([
    { on: '10.0.1.3', command: 'log' },
    'the same on 1 more node',
  ]);
});

test('that no inventory was found is said first', () => {
  const series = [look(0, { '127.0.0.1': silent('unreachable') })];
  expect(nextSteps(series, { missing: [], noInventoryIn: '/srv' })).toEqual([
    'no ringward.yaml was found in /srv or any folder above it, so 127.0.0.1 was asked: name one with --inventory FILE, or write one (docs/inventory.md shows how)',
    { on: '127.0.0.1', command: 'log' },
    { on: '127.0.0.1', command: 'start' },
  ]);
});

test('beside a finding it stays, without what the finding advises itself', () => {
  const [on, other] = ['10.0.0.2', '10.0.0.3'];
  const log = { on, command: 'log' } as const;
  const series = [
    look(
      0,
      healthyThree((node) => (node === on ? silent('timed-out') : {})),
    ),
  ];
  const missing = detectAll(series, productionLimits).flatMap((one) => one.missing);
  const advised = (advice: Advice) =>
    nextSteps(series, { missing, findings: [{ advice: [advice] }] });
  expect(advised({ on: other, command: 'log' })).toEqual([{ on, nodetool: ['info'] }, log]);
  expect(advised(log)).toEqual([{ on, nodetool: ['info'] }]);
});

test('where another node answered, what leads there is to be mended', () => {
  const detail = 'CQL answers for another: mend it';
  const astray = failed('another-node', detail);
  const answers = { 'cql-local': astray, 'cql-peers': astray };
  expect(stepsFor((node) => (node === '10.0.0.2' ? answers : {}))).toEqual([detail]);
});
