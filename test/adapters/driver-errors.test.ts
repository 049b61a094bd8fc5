import { errors, types } from 'cassandra-driver';
import { describe, expect, test } from 'vitest';
import { toCqlError } from '../../src/adapters/driver-errors.ts';
import { CqlError } from '../../src/ports/cql.ts';

const { responseErrorCodes: errorCodes } = types;

test.each([
  [{ coordinator: '127.0.0.2:9042' }, '127.0.0.2'],
  [{ host: '127.0.0.3:9042' }, '127.0.0.3'],
  [{ coordinator: '::1:9042', host: 'other:9042' }, '::1'],
  [{}, undefined],
])('a closed socket is unreachable, and %j names the coordinator', (fields, coordinator) => {
  const error = toCqlError(Object.assign(new Error('Socket was closed'), fields));
  expect(error).toMatchObject({ errorClass: 'unreachable', coordinator });
});

test.each([
  [errorCodes.badCredentials, 'authentication'],
  [errorCodes.unavailableException, 'unavailable'],
  [errorCodes.overloaded, 'overloaded'],
  [errorCodes.isBootstrapping, 'unavailable'],
  [errorCodes.writeTimeout, 'write-timeout'],
  [errorCodes.readTimeout, 'read-timeout'],
  [errorCodes.syntaxError, 'invalid'],
  [errorCodes.unauthorized, 'unauthorized'],
  [errorCodes.invalid, 'invalid'],
  [errorCodes.configError, 'invalid'],
  [errorCodes.serverError, 'other'],
])('a node that answers with code %d is `%s`', (code, errorClass) => {
  const error = toCqlError(new errors.ResponseError(code, 'what the node said'), '127.0.0.1');
  expect(error).toMatchObject({
    errorClass,
    message: 'what the node said',
    coordinator: '127.0.0.1',
  });
});

test.each([
  [new errors.OperationTimedOutError('no answer in 5 s', '127.0.0.1:9042'), 'client-timeout'],
  [new errors.AuthenticationError('Provided username ops and/or password'), 'authentication'],
  [new Error('connect ECONNREFUSED 127.0.0.1:9042'), 'unreachable'],
  [new errors.ArgumentError('Batch is too large'), 'other'],
  ['a text that was thrown', 'other'],
])('%s is `%s`', (thrown, errorClass) => {
  expect(toCqlError(thrown)).toMatchObject({ errorClass });
});

test('a time-out names the coordinator that did not answer', () => {
  const error = toCqlError(new errors.OperationTimedOutError('late', '127.0.0.2:9042'));
  expect(error.coordinator).toBe('127.0.0.2');
});

test('an error that is ours already stays as it is', () => {
  const error = new CqlError('invalid', 'no such keyspace');
  expect(toCqlError(error, '127.0.0.1')).toBe(error);
});

describe('when no host let the driver in', () => {
  const refused = new Error('connect ECONNREFUSED');
  const denied = new errors.AuthenticationError('bad credentials');

  test.each([
    ['the first host that was tried', { '127.0.0.1:9042': refused }, 'unreachable', '127.0.0.1'],
    [
      'a refused login rather than a closed port',
      { '127.0.0.1:9042': refused, '127.0.0.2:9042': denied },
      'authentication',
      '127.0.0.2',
    ],
    [
      'a host that is only described',
      { '127.0.0.1:9042': 'Host considered as DOWN' },
      'unreachable',
      '127.0.0.1',
    ],
    [
      'an unknown trouble as unreachable',
      { '127.0.0.1:9042': new Error('?') },
      'unreachable',
      '127.0.0.1',
    ],
    ['nobody when none was tried', {}, 'unreachable', undefined],
  ])('it tells of %s', (_, innerErrors, errorClass, coordinator) => {
    const error = toCqlError(new errors.NoHostAvailableError(innerErrors));
    expect(error).toMatchObject({ errorClass, coordinator });
  });
});
