import { FileError } from '../model/errors.ts';

/**
 * Gives a failure of the file system the words of the operator: the path, what is the matter with it
 * and what to do. Codes that are not known here stay what they are: unexpected.
 */
export async function explained<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = String(codeOf(error));
    const known = meanings[code];
    if (known === undefined) throw error;
    throw new FileError(shown(path), code, ...known);
  }
}

/** The error code of Node, such as ENOENT. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const noRight = [
  'permission is denied',
  'run as a user who may, or give another path: ls -ld shows whose it is',
] as const;
const noSpace = ['no space is left', 'make room, or give a path on another file system'] as const;
const noFolder = [
  'there is a file where a folder must be',
  'give a path whose parts are all folders',
] as const;

const meanings: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EACCES: noRight,
  EPERM: noRight,
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EFBIG: [
    'the file is as large as files may become here',
    'raise that limit (ulimit -f shows it), or give a path on another file system',
  ],
  ENOTDIR: noFolder,
  EEXIST: noFolder,
  EISDIR: ['this is a folder, not a file', 'give the path of a file'],
  ENOENT: ['the folder for it is not there', 'make that folder first, or give another path'],
  EROFS: ['the file system is read-only', 'give a path where files can be written'],
  ENAMETOOLONG: ['the name is too long', 'give a shorter path'],
  ELOOP: ['its symbolic links lead in a circle', 'give a path without that link: ls -l shows it'],
  ENXIO: ['this is no ordinary file', 'give the path of a file'],
  EIO: ['the disk reports an error', 'look at the kernel log (dmesg), or give another path'],
};

/** A name that is too long is not printed in full. */
function shown(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 100)}…`;
}
