import type { Files } from '../ports/files.ts';

/** Files of a rehearsal: its journal and lock are nobody's but its own. */
export function memoryFiles(): Files {
  const texts = new Map<string, string>();
  const readText = (path: string) => Promise.resolve(texts.get(path));
  const openAppend = (path: string) => {
    const append = (text: string) =>
      Promise.resolve(void texts.set(path, (texts.get(path) ?? '') + text));
    return Promise.resolve({ append, close: () => Promise.resolve() });
  };
  return {
    readText,
    readCompressed: readText,
    openAppend,
    openCompressed: openAppend,
    writeText: (path, text) => Promise.resolve(void texts.set(path, text)),
    createExclusive: (path, text) => {
      const isFree = !texts.has(path);
      if (isFree) texts.set(path, text);
      return Promise.resolve(isFree);
    },
    exists: (path) => Promise.resolve(texts.has(path)),
    list: () => Promise.resolve([]),
    makeFolder: () => Promise.resolve(),
    isPrivateFolder: () => Promise.resolve(false),
    remove: (path) => Promise.resolve(void texts.delete(path)),
    rename: (from, to) => {
      const text = texts.get(from);
      texts.delete(from);
      if (text !== undefined) texts.set(to, text);
      return Promise.resolve();
    },
    link: () => Promise.resolve(),
    readLink: () => Promise.resolve(undefined),
  };
}
