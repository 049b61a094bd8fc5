import { expect, test } from 'vitest';
import { explained } from '../../src/adapters/file-errors.ts';
import { ConfigError } from '../../src/model/errors.ts';

function failure(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(`${code}: something, open`), { code }));
}

test.each([
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
  'ENAMETOOLONG',
  'ELOOP',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'ENXIO',
  'EIO',
])('%s is an error of the command line or a file: path, code, hint, exit 2', async (code) => {
  const error: unknown = await explained('/a/path', failure(code)).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ code, exitCode: 2, hint: expect.stringMatching(/\w/) as unknown });
  expect(String(error)).toContain('/a/path: ');
  expect(String(error)).toContain(`(${code})`);
});

test('what an operator cannot mend stays unexpected', async () => {
  await expect(explained('/a/path', failure('EBADF'))).rejects.not.toBeInstanceOf(ConfigError);
  await expect(explained('/a/path', Promise.reject(new Error('?')))).rejects.toThrow('?');
});

test('what succeeds is passed on', async () => {
  expect(await explained('/a/path', Promise.resolve(7))).toBe(7);
});
