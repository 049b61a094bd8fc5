import { createReadStream } from 'node:fs';
import {
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import type { AppendFile, Files } from '../ports/files.ts';
import { compressor, decompressed } from './compressed-file.ts';
import { codeOf, explained } from './file-errors.ts';
import { requireWritten } from './written-file.ts';

const ownerOnly = 0o600;
/** V8 holds no text of 512 MiB. */
const longestTextBytes = 500 * 1024 * 1024;

/**
 * The file system. Texts are replaced by rename, so a reader sees the old or the new one whole. What
 * the operator can mend is thrown as ConfigError with the path.
 */
export const diskFiles: Files = {
  readText: (path, mostBytes = longestTextBytes) =>
    explained(path, unless('ENOENT', readText(path, mostBytes))),
  writeText: (path, text, mode = ownerOnly) => explained(path, replace(path, text, mode)),
  createExclusive: (path, text, mode = ownerOnly) =>
    explained(path, createExclusive(path, text, mode)),
  openAppend: (path, mode = ownerOnly) => explained(path, openAppend(path, mode)),
  openCompressed: (path, mode = ownerOnly) => explained(path, openCompressed(path, mode)),
  readCompressed: (path) => explained(path, unless('ENOENT', readCompressed(path))),
  exists: async (path) => (await explained(path, unless('ENOENT', stat(path)))) !== undefined,
  list: async (path) => (await explained(path, unless('ENOENT', readdir(path))))?.sort() ?? [],
  makeFolder: (path, mode = 0o755) => explained(path, makeWithParents(path, mode)),
  isPrivateFolder: async (path) => {
    const found = await explained(path, unless('ENOENT', lstat(path)));
    const isOurs = found?.isDirectory() === true && found.uid === process.getuid?.();
    return isOurs && (found.mode & 0o077) === 0;
  },
  remove: (path) => explained(path, rm(path, { recursive: true, force: true })),
  rename: (from, to) => explained(to, rename(from, to)),
  link: (target, path) => explained(path, replaceLink(target, path)),
  readLink: (path) => explained(path, unless('ENOENT', readlink(path))),
};

async function readText(path: string, mostBytes: number): Promise<string> {
  return (await readOrdinary(path, mostBytes)).toString('utf8');
}

/** A named pipe that nobody writes to would never end, nor let a signal end the process. */
async function readOrdinary(path: string, mostBytes: number): Promise<Buffer> {
  if (!/^\/(dev\/(stdin|fd\/)|proc\/)/.test(path) && (await stat(path)).isFIFO()) {
    throw new ConfigError(path, 'this is a pipe, not a file', 'give a file, or /dev/stdin');
  }
  return await readBounded(path, mostBytes);
}

/** A size that is told beforehand is none for /dev/zero or /proc. */
async function readBounded(path: string, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      const most = `${Math.floor(mostBytes / 1024 / 1024)} MiB`;
      throw new ConfigError(path, `this is longer than ${most}`, 'give the path of the file meant');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readCompressed(path: string): Promise<string> {
  return await decompressed(path, await readOrdinary(path, longestTextBytes), longestTextBytes);
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  await refuseOdd(path);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeSynced(temporary, text, 'w', mode);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // Best effort: the first failure is the one to hear of.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A rename would put a file in the place of a device: as root `--out /dev/null` would destroy it. */
async function refuseOdd(path: string): Promise<void> {
  const found = await unless('ENOENT', stat(path));
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  throw new ConfigError(path, 'this is no ordinary file', 'give the path of a file');
}

/** It appears with its text: who is killed meanwhile leaves no empty file, which nobody could read. */
async function createExclusive(path: string, text: string, mode: number): Promise<boolean> {
  const temporary = `${path}.${crypto.randomUUID()}.new`;
  try {
    await writeSynced(temporary, text, 'wx', mode);
    await link(temporary, path).catch((error: unknown) => {
      if (!hasNoLinks(error)) throw error;
      return writeSynced(path, text, 'wx', mode);
    });
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** A file system without hard links, such as vfat. */
function hasNoLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'ENOSYS'].some((code) => code === codeOf(error));
}

async function openAppend(path: string, mode: number): Promise<AppendFile> {
  const file = await openSynced(path, mode);
  return { append: (text) => explained(path, file.append(text)), close: file.close };
}

async function openCompressed(path: string, mode: number): Promise<AppendFile> {
  const file = await openSynced(path, mode);
  const stream = compressor();
  let written = 0;
  const add = async (bytes: Buffer) => {
    await file.append(bytes);
    written += bytes.length;
    await requireWritten(path, file.handle, written);
  };
  const addText = async (text: string) => {
    await add(await stream.add(text));
  };
  const finish = async () => {
    // A disk that refused the end holds all that went before.
    await add(await stream.end()).finally(file.close);
  };
  return {
    append: (text) => explained(path, addText(text)),
    close: () => explained(path, finish()),
  };
}

async function openSynced(path: string, mode: number) {
  const file = await open(path, 'a', mode);
  await syncFolder(dirname(path));
  return {
    handle: file,
    append: async (data: string | Buffer) => {
      await file.appendFile(data);
      await file.datasync();
    },
    close: () => file.close(),
  };
}

/** Node's own recursive mkdir never ends below /proc, where a new folder is "not there". */
async function makeWithParents(path: string, mode: number): Promise<void> {
  const made = await unless('ENOENT', makeOne(path, mode));
  if (made) return;
  if (dirname(path) !== path) await makeWithParents(dirname(path), mode);
  await makeOne(path, mode);
}

async function makeOne(path: string, mode: number): Promise<true> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
  return true;
}

async function replaceLink(target: string, path: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, path);
}

async function writeSynced(
  path: string,
  text: string,
  flags: 'w' | 'wx',
  mode: number,
): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    // The umask narrows the mode given to open; scripts need theirs exactly.
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is on disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function unless<T>(code: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    throw error;
  }
}
