import { posix } from 'node:path';
import { ConfigError } from '../../src/model/errors.ts';
import type { Files } from '../../src/ports/files.ts';

/** Files in memory, with modes; `failOn` makes writes to matching paths fail as a full disk does. */
export function memoryFiles(initial: Readonly<Record<string, string>> = {}) {
  const texts = new Map<string, { text: string; mode: number }>();
  const links = new Map<string, string>();
  const folders = new Set<string>(['/']);
  let failing: RegExp | undefined;
  const put = (path: string, text: string, mode = 0o600) => {
    if (failing?.test(path)) {
      // As the adapter words it.
      throw new ConfigError(path, 'no space is left (ENOSPC)', 'make room');
    }
    addFolder(posix.dirname(path));
    texts.set(path, { text, mode });
  };
  const addFolder = (path: string) => {
    for (let each = path; each !== '/' && each !== '.'; each = posix.dirname(each))
      folders.add(each);
  };
  for (const [path, text] of Object.entries(initial)) put(path, text);
  const paths = () => [...texts.keys(), ...links.keys(), ...folders];
  const readText = (path: string) => Promise.resolve(texts.get(path)?.text);
  const openAppend: Files['openAppend'] = (path, mode) =>
    attempt(() => {
      if (!texts.has(path)) put(path, '', mode);
      return {
        append: (text: string) =>
          attempt(() => {
            put(path, (texts.get(path)?.text ?? '') + text, texts.get(path)?.mode);
          }),
        close: () => Promise.resolve(),
      };
    });
  const files: Files = {
    readText,
    openAppend,
    // Not compressed here, so that tests see what was written.
    openCompressed: openAppend,
    readCompressed: readText,
    writeText: (path, text, mode) =>
      attempt(() => {
        put(path, text, mode);
      }),
    createExclusive: (path, text, mode) =>
      attempt(() => {
        if (texts.has(path)) return false;
        put(path, text, mode);
        return true;
      }),
    exists: (path) => Promise.resolve(paths().includes(path)),
    list: (path) =>
      Promise.resolve(
        [
          ...new Set(
            paths()
              .filter((each) => posix.dirname(each) === path && each !== path)
              .map((each) => posix.basename(each)),
          ),
        ].sort(),
      ),
    makeFolder: (path) =>
      attempt(() => {
        addFolder(path);
      }),
    isPrivateFolder: (path) => attempt(() => folders.has(path)),
    remove: (path) =>
      attempt(() => {
        for (const each of paths()) {
          if (each !== path && !each.startsWith(`${path}/`)) continue;
          texts.delete(each);
          links.delete(each);
          folders.delete(each);
        }
      }),
    rename: (from, to) =>
      attempt(() => {
        for (const [path, file] of [...texts]) {
          if (path !== from && !path.startsWith(`${from}/`)) continue;
          texts.delete(path);
          put(to + path.slice(from.length), file.text, file.mode);
        }
        for (const path of [...folders])
          if (path === from || path.startsWith(`${from}/`)) folders.delete(path);
        addFolder(posix.dirname(to));
      }),
    link: (target, path) => attempt(() => void links.set(path, target)),
    readLink: (path) => Promise.resolve(links.get(path)),
  };
  return {
    ...files,
    modeOf: (path: string) => texts.get(path)?.mode,
    textOf: (path: string) => texts.get(path)?.text,
    failOn: (pattern: RegExp | undefined) => void (failing = pattern),
  };
}

function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
