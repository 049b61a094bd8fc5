import { expect, test } from 'vitest';
import { mixedReleases } from '../../src/detect/mixed-releases.ts';
import { productionLimits } from '../../src/model/limits.ts';
import {
  cqlLocal,
  endpoint,
  failed,
  gossip,
  healthyThree,
  look,
  ring,
  type Answers,
} from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

const detect = (answers: (node: string) => Answers) =>
  mixedReleases.detect([look(0, healthyThree(answers))], productionLimits);

const newer = { 'cql-local': cqlLocal({ releaseVersion: '5.0.8' }) };

test('one release is silent', () => {
  const { findings, missing } = detect(() => ({}));
  expect([findings, missing]).toEqual([[], []]);
});

test('two side by side are information that names who runs which', () => {
  const { findings, missing } = detect((node) => (node === b ? newer : {}));
  expect(missing).toEqual([]);
  expect(findings).toMatchObject([
    {
      ...{ severity: 'info', node: 'cluster' },
      summary: `2 releases side by side: 4.1.10 on ${a}, ${c}; 5.0.8 on ${b}`,
      evidence: [
        { what: 'runs 4.1.10', value: `${a}, ${c}` },
        { what: 'runs 5.0.8', value: b },
      ],
    },
  ]);
});

test('of a node that does not say, gossip does', () => {
  const endpoints = [a, b, c].map((node) =>
    endpoint(node, node === c ? { releaseVersion: '4.0.17' } : {}),
  );
  const { findings, missing } = detect((node) => ({
    gossipinfo: gossip(endpoints),
    ...(node === c ? { 'cql-local': failed('timed-out') } : {}),
  }));
  expect(missing).toEqual([]);
  expect(findings[0]?.summary).toContain(`4.0.17 on ${c}`);
});

test('one that is down runs nothing', () => {
  const { findings } = detect((node) => ({
    ...(node === c ? newer : {}),
    status: ring({ [a]: 'up', [b]: 'up', [c]: 'down' }),
  }));
  expect(findings).toEqual([]);
});

test('a release that nobody knows is missing, of a way that was left out nothing is', () => {
  const told = (why: 'timed-out' | 'not-asked') =>
    detect((node) => ({
      gossipinfo: gossip([a, b].map((each) => endpoint(each))),
      ...(node === c ? { 'cql-local': failed(why) } : {}),
    }));
  expect(told('timed-out').missing).toEqual([
    { node: c, source: 'cql-local', why: 'timed-out', detail: 'timed out' },
  ]);
  expect(told('not-asked').missing).toEqual([]);
});
