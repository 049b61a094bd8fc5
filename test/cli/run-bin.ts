import { start, type Ended, type Running } from '../lab/ringward.ts';

/** Starts the real bin in a folder, with an environment that says nothing but what is given. */
export function startBin(
  folder: string,
  line: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const { PATH } = process.env;
  return start(line.split(' ').filter(Boolean), folder, { PATH, HOME: folder, ...env });
}

export async function runBin(
  folder: string,
  line: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return await startBin(folder, line, env).ended;
}
