import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskFiles } from '../../src/adapters/disk-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('writeText', () => {
  test('replaces a file whole; who has the old one open still reads the old one', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'plan.json');
    await diskFiles.writeText(file, 'old');
    const before = statSync(file).ino;
    await diskFiles.writeText(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['plan.json']);
  });

  test('is for the owner alone unless a mode is given, whatever the umask is', async () => {
    const folder = temporaryFolder();
    await diskFiles.writeText(join(folder, 'journal'), 'x');
    expect(modeOf(join(folder, 'journal'))).toBe(0o600);
    await diskFiles.writeText(join(folder, 'script'), 'x', 0o777);
    expect(modeOf(join(folder, 'script'))).toBe(0o777);
  });

  test('that fails leaves what was there, and no temporary file', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'taken');
    mkdirSync(join(target, 'full'), { recursive: true });
    await expect(diskFiles.writeText(target, 'x')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readdirSync(target)).toEqual(['full']);
  });

  test('into a folder that is not there is an error', async () => {
    await expect(diskFiles.writeText(join(temporaryFolder(), 'no/file'), 'x')).rejects.toThrow(
      /ENOENT/,
    );
  });
});

test('a disk that is full is said with the path, when a line is added too', async () => {
  const file = await diskFiles.openAppend('/dev/full');
  await expect(file.append('x')).rejects.toThrow('/dev/full: no space is left (ENOSPC)');
  await file.close();
});

describe('createExclusive', () => {
  test('lets one of many have the file', async () => {
    const file = join(temporaryFolder(), 'lock');
    const tries = Array.from({ length: 20 }, (_, index) =>
      diskFiles.createExclusive(file, `run ${index}`),
    );
    const won = (await Promise.all(tries)).flatMap((isOurs, index) => (isOurs ? [index] : []));
    expect(won).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe(`run ${won[0] ?? ''}`);
    expect(modeOf(file)).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['lock']);
  });

  test('throws when the reason is not that the file is there', async () => {
    await expect(
      diskFiles.createExclusive(join(temporaryFolder(), 'no/lock'), 'x'),
    ).rejects.toThrow(/ENOENT/);
  });
});

describe('openAppend', () => {
  test('adds to what is there, and each text can be read when it resolves', async () => {
    const file = join(temporaryFolder(), 'journal');
    const first = await diskFiles.openAppend(file);
    await first.append('one\n');
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    await first.close();
    const second = await diskFiles.openAppend(file);
    await second.append('two\n');
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    await second.close();
    expect(modeOf(file)).toBe(0o600);
  });
});

describe('reading', () => {
  test('what is not there is undefined, false or empty, never an error', async () => {
    const nowhere = join(temporaryFolder(), 'nowhere');
    expect(await diskFiles.readText(nowhere)).toBeUndefined();
    expect(await diskFiles.exists(nowhere)).toBe(false);
    expect(await diskFiles.list(nowhere)).toEqual([]);
    expect(await diskFiles.readLink(nowhere)).toBeUndefined();
  });

  test('every other failure is an error', async () => {
    const folder = temporaryFolder();
    await expect(diskFiles.readText(folder)).rejects.toThrow(/EISDIR/);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(diskFiles.list(file)).rejects.toThrow(/ENOTDIR/);
  });

  test('a named pipe is not replaced by a file', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    spawnSync('sh', ['-c', 'mkfifo "$0"', pipe]);

    await expect(diskFiles.writeText(pipe, 'text')).rejects.toMatchObject({
      message: expect.stringContaining('no ordinary file') as string,
    });

    expect(statSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(dirname(pipe))).toEqual(['pipe']);
  });

  test('a named pipe is refused: nobody may ever write to it', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    spawnSync('sh', ['-c', 'mkfifo "$0"', pipe]);
    await expect(diskFiles.readText(pipe)).rejects.toThrow(`${pipe}: this is a pipe, not a file`);
  });

  test('a file is read up to its bound, whole, and beyond it is an error; so is one without end', async () => {
    const file = join(temporaryFolder(), 'file');
    const text = 'ä'.repeat(1024 * 1024);
    writeFileSync(file, text);
    expect(await diskFiles.readText(file, 2 * 1024 * 1024)).toBe(text);
    await expect(diskFiles.readText(file, 2 * 1024 * 1024 - 1)).rejects.toThrow(
      `${file}: this is longer than 1 MiB`,
    );
    await expect(diskFiles.readText('/dev/zero', 1024 * 1024)).rejects.toThrow('longer than 1 MiB');
  });

  test('names come sorted', async () => {
    const folder = temporaryFolder();
    for (const name of ['b', 'a', 'c']) writeFileSync(join(folder, name), '');
    expect(await diskFiles.list(folder)).toEqual(['a', 'b', 'c']);
  });
});

describe('folders', () => {
  test('are made with their parents, and making them again is no error', async () => {
    const path = join(temporaryFolder(), 'a/b');
    await diskFiles.makeFolder(path, 0o700);
    await diskFiles.makeFolder(path, 0o700);
    expect(modeOf(path)).toBe(0o700);
  });

  test('below a file, or where the system allows none, are an error and not an endless try', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(diskFiles.makeFolder(file)).rejects.toThrow(/a file where a folder must be/);
    await expect(diskFiles.makeFolder(join(file, 'a/b'))).rejects.toThrow(/ENOTDIR/);
    await expect(diskFiles.makeFolder('/proc/nowhere/a/b')).rejects.toThrow(/ENOENT/);
  });

  test('made by many at once are made once', async () => {
    const path = join(temporaryFolder(), 'a/b/c');
    await Promise.all(Array.from({ length: 20 }, () => diskFiles.makeFolder(path)));
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('are removed with everything below; links are removed, not what they lead to', async () => {
    const folder = temporaryFolder();
    const kept = join(folder, 'kept');
    mkdirSync(kept);
    writeFileSync(join(kept, 'data'), 'x');
    await diskFiles.makeFolder(join(folder, 'gone/deep'));
    await diskFiles.link(kept, join(folder, 'gone/link'));
    chmodSync(kept, 0o755);
    await diskFiles.remove(join(folder, 'gone'));
    await diskFiles.remove(join(folder, 'gone'));
    expect(existsSync(join(folder, 'gone'))).toBe(false);
    expect(readdirSync(kept)).toEqual(['data']);
  });

  test('are renamed as a whole', async () => {
    const folder = temporaryFolder();
    await diskFiles.makeFolder(join(folder, 'a'));
    await diskFiles.writeText(join(folder, 'a/file'), 'x');
    await diskFiles.rename(join(folder, 'a'), join(folder, 'b'));
    expect(readFileSync(join(folder, 'b/file'), 'utf8')).toBe('x');
  });
});

test('a link is replaced in one step and left alone by what it leads to', async () => {
  const folder = temporaryFolder();
  const link = join(folder, 'current');
  await diskFiles.link('4.1.10', link);
  await diskFiles.link('5.0.8', link);
  expect(await diskFiles.readLink(link)).toBe('5.0.8');
  expect(readlinkSync(link)).toBe('5.0.8');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder)).toEqual(['current']);
});
