import { expect, test } from 'vitest';
import { detectAll } from '../../src/detect/index.ts';
import { withoutRepeats } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { nextSteps } from '../../src/report/next-steps.ts';
import { failed, healthyThree, look, type Answers } from '../detect/series-builder.ts';

const silent = (why: 'unreachable' | 'timed-out' | 'authentication'): Answers => ({
  status: failed(why),
  info: failed(why),
  gossipinfo: failed(why),
  'cql-local': failed(why),
});

function stepsFor(answers: (node: string) => Answers) {
  const series = [look(0, healthyThree(answers))];
  const missing = detectAll(series, productionLimits).flatMap((one) => one.missing);
  return nextSteps(series, withoutRepeats(missing));
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
  const steps = nextSteps(series, []);
  expect(steps).toHaveLength(7);
  expect(steps.at(-1)).toBe('the same on 6 more nodes');
});

test('one that hangs, or that answers something, is not to be started', () => {
  expect(stepsFor(() => silent('timed-out'))).toEqual([]);
  expect(stepsFor(() => ({ info: failed('unreachable') }))).toEqual([]);
});

test('a wrong password is to be mended in the inventory', () => {
  expect(stepsFor(() => silent('authentication'))).toEqual([
    'mend user and passwordFrom under cql or jmx of the inventory, or the grants of that user',
  ]);
});
