import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import {
  healthySnapshot,
  keyspaces,
  localOf,
  missing,
  seen,
  third,
  withSource,
} from '../gates/healthy-view.ts';
import { healthyRequest, problemsOf } from './healthy-request.ts';

const late = { keyspaces: keyspaces.slice(0, -1) };
const staysBehind = withSource(healthySnapshot, third, 'keyspaces', seen(late));
const withLocal = (change: object) =>
  withSource(staysBehind, third, 'cql-local', seen({ ...localOf(third), ...change }));
const problems = (snapshot: Snapshot) => problemsOf({ ...healthyRequest, snapshot });
const open = 'cannot-tell: the ring and the keyspaces were not seen, or nodes disagree about them';

test('two schemas of one release line: refused, each with its nodes', () => {
  expect(problems(withLocal({ schemaVersion: 'schema-b' }))).toContain(
    'refused: nodes disagree about the schema: schema-a by 127.0.0.1, 127.0.0.2; schema-b by 127.0.0.3',
  );
});

test('two schemas of two release lines are as it should be: what differs is another thing', () => {
  expect(problems(withLocal({ schemaVersion: 'schema-b', releaseVersion: '5.0.8' }))).toContain(
    open,
  );
});

test('keyspaces that differ under one schema version, or one not told, leave it open', () => {
  expect(problems(staysBehind)).toContain(open);
  expect(problems(withSource(staysBehind, third, 'cql-local', missing()))).toContain(open);
});
