import { stat, type FileHandle } from 'node:fs/promises';
import { FileLost } from '../model/errors.ts';
import { codeOf } from './file-errors.ts';

/**
 * Who writes to an open file is not told that it was removed or emptied beneath him. Throws FileLost unless the path still
 * leads to this file, and that holds the bytes that were written.
 */
export async function requireWritten(path: string, file: FileHandle, bytes: number): Promise<void> {
  const [own, there] = await Promise.all([file.stat(), statOf(path)]);
  if (!there) throw lost(path, 'it was removed while it was written');
  if (there.ino !== own.ino || there.dev !== own.dev) {
    throw lost(path, 'another file was put in its place while it was written');
  }
  if (own.size === bytes) return;
  throw lost(
    path,
    `it was changed while it was written: it has ${own.size} bytes, ${bytes} were written`,
  );
}

function lost(path: string, what: string): FileLost {
  return new FileLost(
    path,
    what,
    'make it again, in a new folder that nobody else clears or writes to',
  );
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
