import type { Answer } from './answer.ts';
import { text } from './table.ts';

/** What GNU's find and grep print of the files that are asked for; of the others, that there are none. */
export function sayFiles(said: ReadonlyMap<string, string>, paths: readonly string[]): Answer {
  const absent = paths.filter((path) => !said.has(path));
  return {
    code: absent.length > 0 ? 1 : 0,
    stdout: paths.map((path) => said.get(path) ?? '').join(''),
    stderr: text(absent.map((path) => `find: '${path}': No such file or directory`)),
  };
}

/** `grep -H`: the path before each line. */
export function sayLinesOf(path: string, content: string): string {
  return content.replaceAll(/^(?=.)/gm, `${path}:`);
}
