/** What `readFilesArgv` (model/host-files.ts) printed, file by file. */
export interface HostFiles {
  /**
   * By the path that was asked for. Of a folder: the lines of all that was read in it, each with its path
   * before it. Of a file of which only the name was asked for: nothing.
   */
  readonly texts: ReadonlyMap<string, string>;
  /** The first line that is of none of them. */
  readonly stray: string | undefined;
}

/**
 * `path:line` for each line of each file. A path may hold a colon itself, so lines are told by the paths that
 * were asked for. A last line that was cut off stays so, for the parser of the file to see.
 */
export function parseHostFiles(stdout: string, paths: readonly string[]): HostFiles {
  const parts = new Map<string, string[]>();
  let stray: string | undefined;
  for (const line of stdout.split(/(?<=\n)/)) {
    const path = paths.find((each) => isOf(line, each));
    if (path === undefined) stray ??= line.trimEnd();
    else append(parts, path, contentOf(line, path));
  }
  const texts = new Map([...parts].map(([path, lines]) => [path, lines.join('')]));
  return { texts, stray: stray === '' ? undefined : stray };
}

function append(parts: Map<string, string[]>, path: string, text: string): void {
  const lines = parts.get(path);
  if (lines) lines.push(text);
  else parts.set(path, [text]);
}

function isOf(line: string, path: string): boolean {
  if (!line.startsWith(path)) return false;
  const next = line.slice(path.length, path.length + 1);
  return next === ':' || next === '/' || line.trimEnd() === path;
}

function contentOf(line: string, path: string): string {
  const next = line.charAt(path.length);
  if (next === '/') return line;
  return next === ':' ? line.slice(path.length + 1) : '';
}
