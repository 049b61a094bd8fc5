import { expect, test } from 'vitest';
import { toCqlError } from '../../src/adapters/driver-errors.ts';

test.each([
  [{ coordinator: '127.0.0.2:9042' }, '127.0.0.2'],
  [{ host: '127.0.0.3:9042' }, '127.0.0.3'],
  [{ coordinator: '::1:9042', host: 'other:9042' }, '::1'],
  [{}, undefined],
])('a closed socket is unreachable, and %j names the coordinator', (fields, coordinator) => {
  const error = toCqlError(Object.assign(new Error('Socket was closed'), fields));
  expect(error).toMatchObject({ errorClass: 'unreachable', coordinator });
});
