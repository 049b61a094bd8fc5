import {
  mkdir,
  open,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Files } from '../ports/files.ts';

const ownerOnly = 0o600;

/** The file system. Texts are replaced by rename, so a reader sees the old or the new one whole. */
export const diskFiles: Files = {
  async readText(path) {
    return await unless('ENOENT', readFile(path, 'utf8'));
  },
  async writeText(path, text, mode = ownerOnly) {
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      await writeSynced(temporary, text, 'w', mode);
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  },
  async createExclusive(path, text, mode = ownerOnly) {
    try {
      await writeSynced(path, text, 'wx', mode);
      await syncFolder(dirname(path));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  },
  async openAppend(path, mode = ownerOnly) {
    const file = await open(path, 'a', mode);
    await syncFolder(dirname(path));
    return {
      async append(text) {
        await file.appendFile(text);
        await file.datasync();
      },
      close: () => file.close(),
    };
  },
  async exists(path) {
    return (await unless('ENOENT', stat(path))) !== undefined;
  },
  async list(path) {
    const names = await unless('ENOENT', readdir(path));
    return names?.sort() ?? [];
  },
  async makeFolder(path, mode = 0o755) {
    await mkdir(path, { recursive: true, mode });
  },
  async remove(path) {
    await rm(path, { recursive: true, force: true });
  },
  rename,
  async link(target, path) {
    const temporary = `${path}.${process.pid}.tmp`;
    await rm(temporary, { force: true });
    await symlink(target, temporary);
    await rename(temporary, path);
  },
  async readLink(path) {
    return await unless('ENOENT', readlink(path));
  },
};

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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
