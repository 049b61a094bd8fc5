import { posix as path } from 'node:path';
import type { Ports } from '../ports/index.ts';

/** Names in the folder of a lab that are the lab's. */
export interface LabEntries {
  /** The file by which the folder is a lab. */
  readonly mark: string;
  readonly others: readonly string[];
}

/** What writing leaves beside a file when it is cut off. */
const leftover = /\.(?:lock|\d+\.tmp)$/;

/** The first name in the folder that a new lab would write over; undefined: a lab can be made there. */
export async function inTheWay(
  dir: string,
  { mark, others }: LabEntries,
  { files }: Pick<Ports, 'files'>,
): Promise<string | undefined> {
  const names = await files.list(dir);
  return names.find((name) => name === mark || others.includes(name));
}

/**
 * Removes what a lab wrote into its folder, its `mark` last, so that a purge that is cut off can be
 * done again. What else lies there is somebody's (plans, recordings, notes): it stays, and is named.
 */
export async function purgeLab(
  dir: string,
  { mark, others }: LabEntries,
  { files, streams }: Pick<Ports, 'files' | 'streams'>,
): Promise<void> {
  const own = new Set([mark, ...others]);
  const isOwn = (name: string) => own.has(name) || own.has(name.replace(leftover, ''));
  const names = await files.list(dir);
  for (const name of names.filter((each) => isOwn(each) && each !== mark)) {
    await files.remove(path.join(dir, name));
  }
  await files.remove(path.join(dir, mark));
  const kept = names.filter((name) => !isOwn(name));
  if (kept.length === 0) {
    await files.remove(dir);
    streams.err(`removed ${dir}\n`);
    return;
  }
  streams.err(`removed the lab in ${dir}; kept what is not its own: ${kept.join(', ')}\n`);
}
