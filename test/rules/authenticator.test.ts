import { expect, test } from 'vitest';
import { authenticatorOn } from '../../src/rules/authenticator.ts';
import { addresses, healthySnapshot, missing, withSource } from '../gates/healthy-view.ts';

test('is off when a node answered a client that gave no credentials', () => {
  expect(authenticatorOn(healthySnapshot, false)).toBe(false);
});

test('is unknown when the client logged in: a node without authenticator takes any password', () => {
  expect(authenticatorOn(healthySnapshot, true)).toBeUndefined();
});

test('is unknown when no node answered', () => {
  const silent = addresses.reduce(
    (so, address) => withSource(so, address, 'cql-local', missing('authentication')),
    healthySnapshot,
  );
  expect(authenticatorOn(silent, false)).toBeUndefined();
});
