import type { AppendFile, Files } from '../ports/files.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Files whose real work takes no time on a virtual clock: else a slow disk would be hours there. */
export function instantFiles(files: Files, { hold }: VirtualClock): Files {
  const held = async (opening: Promise<AppendFile>): Promise<AppendFile> => {
    const file = await hold(opening);
    return { append: (text) => hold(file.append(text)), close: () => hold(file.close()) };
  };
  return {
    readText: (path) => hold(files.readText(path)),
    writeText: (path, text, mode) => hold(files.writeText(path, text, mode)),
    createExclusive: (path, text, mode) => hold(files.createExclusive(path, text, mode)),
    openAppend: (path, mode) => held(files.openAppend(path, mode)),
    openCompressed: (path, mode) => held(files.openCompressed(path, mode)),
    readCompressed: (path) => hold(files.readCompressed(path)),
    exists: (path) => hold(files.exists(path)),
    list: (path) => hold(files.list(path)),
    makeFolder: (path, mode) => hold(files.makeFolder(path, mode)),
    isPrivateFolder: (path) => hold(files.isPrivateFolder(path)),
    remove: (path) => hold(files.remove(path)),
    rename: (from, to) => hold(files.rename(from, to)),
    link: (target, path) => hold(files.link(target, path)),
    readLink: (path) => hold(files.readLink(path)),
  };
}
