import { expect, test } from 'vitest';
import { schemaDisagreement } from '../../src/detect/schema-disagreement.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import {
  cqlLocal,
  endpoint,
  failed,
  gossip,
  healthyThree,
  look,
  looks,
  ring,
  type Answers,
} from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;
const other = '00000000-0000-0000-0000-00000000000b';

function detect(series: Series) {
  return schemaDisagreement.detect(series, productionLimits);
}
function once(answers: (node: string) => Answers) {
  return detect([look(0, healthyThree(answers))]);
}

test('one version everywhere is no finding', () => {
  expect(once(() => ({}))).toEqual({ detector: 'schema-disagreement', findings: [], missing: [] });
});

test('two versions in one release are a warning that names the nodes', () => {
  const { findings } = once((node) =>
    node === b ? { 'cql-local': cqlLocal({ schemaVersion: other }) } : {},
  );
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      node: 'cluster',
      subject: '4.1.10',
      summary: '2 schema versions among 3 nodes of 4.1.10',
    },
  ]);
  expect(findings[0]?.evidence).toContainEqual({ what: `version ${other}`, value: b });
});

test('two versions by two releases are expected in a mixed cluster', () => {
  const upgraded = cqlLocal({ schemaVersion: other, releaseVersion: '5.0.8' });
  expect(once((node) => (node === b ? { 'cql-local': upgraded } : {})).findings).toEqual([]);
});

test('a disagreement that lasts 90 s is critical', () => {
  const series = looks(90, 10, () =>
    healthyThree((node) => (node === b ? { 'cql-local': cqlLocal({ schemaVersion: other }) } : {})),
  );
  expect(detect(series).findings).toMatchObject([{ severity: 'critical' }]);
});

test('a disagreement that healed is no finding, a new one is only a warning', () => {
  const differsAt = (isDifferent: (second: number) => boolean) =>
    looks(100, 10, (second) =>
      healthyThree((node) =>
        node === b && isDifferent(second)
          ? { 'cql-local': cqlLocal({ schemaVersion: other }) }
          : {},
      ),
    );
  expect(detect(differsAt((second) => second < 50)).findings).toEqual([]);
  expect(detect(differsAt((second) => second > 50)).findings).toMatchObject([
    { severity: 'warning' },
  ]);
});

test('without the own word of a node, gossip speaks for it', () => {
  const heard = gossip([endpoint(b, { schema: other })]);
  const { findings, missing } = once((node) =>
    node === b ? { 'cql-local': failed('timed-out') } : { gossipinfo: heard },
  );
  expect(findings).toMatchObject([{ summary: '2 schema versions among 3 nodes of 4.1.10' }]);
  expect(missing).toEqual([]);
});

test('a live node whose version nobody knows is missing', () => {
  const { findings, missing } = once((node) => ({
    gossipinfo: gossip([]),
    ...(node === b ? { 'cql-local': failed('timed-out', 'no answer in 5 s') } : {}),
  }));
  expect(findings).toEqual([]);
  expect(missing).toEqual([
    {
      node: b,
      source: 'cql-local',
      why: 'timed-out',
      detail: 'no answer in 5 s; gossip does not know its schema version either',
    },
  ]);
});

test('a node that is down does not count, its UNREACHABLE entry is evidence', () => {
  const view = ring({ [a]: 'up', [b]: 'up', [c]: 'down' });
  const described = {
    name: 'lab',
    partitioner: 'Murmur3Partitioner',
    schemaVersions: [],
    unreachable: [c],
    releaseVersions: undefined,
  };
  const { findings, missing } = once((node) => ({
    status: view,
    describecluster: described,
    'cql-local':
      node === c ? failed('unreachable') : cqlLocal(node === b ? { schemaVersion: other } : {}),
  }));
  expect(missing).toEqual([]);
  expect(findings[0]?.evidence).toContainEqual({ what: `UNREACHABLE from ${a}`, value: c });
});
