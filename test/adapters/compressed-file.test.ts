import { readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decompressed } from '../../src/adapters/compressed-file.ts';
import { diskFiles } from '../../src/adapters/disk-files.ts';
import { FileLost } from '../../src/model/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const line = (index: number) => `${JSON.stringify({ index, said: 'the same at each look, ' })}\n`;
const lines = Array.from({ length: 200 }, (_, index) => line(index).repeat(20));

async function written(texts: readonly string[]): Promise<string> {
  const path = join(temporaryFolder(), 'recording');
  const file = await diskFiles.openCompressed(path);
  for (const text of texts) await file.append(text);
  await file.close();
  return path;
}

test('what was appended is read again, out of a tenth of the bytes; the file is its owner’s alone', async () => {
  const path = await written(lines);
  expect(await diskFiles.readCompressed(path)).toBe(lines.join(''));
  expect(statSync(path).size).toBeLessThan(lines.join('').length / 10);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('each text can be read when it resolves, before the file is closed', async () => {
  const path = join(temporaryFolder(), 'recording');
  const file = await diskFiles.openCompressed(path);
  await file.append('one\n');
  expect(await diskFiles.readCompressed(path)).toBe('one\n');
  await file.append('two\n');
  expect(await diskFiles.readCompressed(path)).toBe('one\ntwo\n');
  await file.close();
});

test('a file that was cut off is read as far as it goes', async () => {
  const path = await written(lines);
  truncateSync(path, Math.floor(statSync(path).size / 2));
  const text = await diskFiles.readCompressed(path);
  expect(lines.join('').startsWith(text ?? '?')).toBe(true);
  expect(text?.length).toBeGreaterThan(lines.join('').length / 4);
});

test('a damaged file is one error that names it; one that is not there is none', async () => {
  const path = await written(lines);
  const bytes = readFileSync(path);
  bytes.fill(0xff, 40, 80);
  writeFileSync(path, bytes);
  await expect(diskFiles.readCompressed(path)).rejects.toThrow(
    `${path}: this is damaged: it cannot be unpacked`,
  );
  expect(await diskFiles.readCompressed(`${path}.no`)).toBeUndefined();
});

test('what unpacks to more than is allowed is refused, however small it is', async () => {
  const path = await written(['x'.repeat(3 * 1024 * 1024)]);
  await expect(decompressed('rec', readFileSync(path), 2 * 1024 * 1024)).rejects.toThrow(
    'rec: this is longer than 2 MiB when unpacked',
  );
});

test('a disk that is full is said with the path', async () => {
  const file = await diskFiles.openCompressed('/dev/full');
  await expect(file.append('x')).rejects.toThrow('/dev/full: no space is left (ENOSPC)');
  await expect(file.close()).rejects.toThrow('/dev/full: no space is left (ENOSPC)');
});

test.each([
  ['removed', rmSync, 'it was removed while it was written'],
  [
    'emptied',
    truncateSync,
    /: it was changed while it was written: it has \d+ bytes, \d+ were written$/,
  ],
  ['replaced', replaced, 'another file was put in its place while it was written'],
])('a file that was %s beneath is not taken for written', async (_, spoil, says) => {
  const path = join(temporaryFolder(), 'recording');
  const file = await diskFiles.openCompressed(path);
  await file.append('one\n');
  spoil(path);
  await expect(file.append('two\n')).rejects.toThrow(says);
  await expect(file.close()).rejects.toBeInstanceOf(FileLost);
});

function replaced(path: string): void {
  const other = `${path}.other`;
  writeFileSync(other, readFileSync(path));
  renameSync(other, path);
}
