/** An append-only file whose lines are on disk when `append` resolves. */
export interface AppendFile {
  /** Writes the text and calls fsync. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/** The machine that runs Ringward: its files. Modes are octal, 0o600 for state and secrets. */
export interface Files {
  /**
   * Undefined when there is no such file; throws on any other error, as when the file is longer than
   * `mostBytes` (default: what one text can hold).
   */
  readText(path: string, mostBytes?: number): Promise<string | undefined>;
  /** Replaces the file whole or not at all (temp file, fsync, rename). */
  writeText(path: string, text: string, mode?: number): Promise<void>;
  /** False when the file is already there. */
  createExclusive(path: string, text: string, mode?: number): Promise<boolean>;
  openAppend(path: string, mode?: number): Promise<AppendFile>;
  /**
   * The same for a new file whose texts are compressed on their way to the disk. What finds it gone, or not as long as it
   * was written, throws FileLost.
   */
  openCompressed(path: string, mode?: number): Promise<AppendFile>;
  /**
   * What was appended to such a file, as far as it goes where it was cut off; undefined when there is
   * none. Throws ConfigError when it is damaged or holds more than one text can.
   */
  readCompressed(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** With all parents. */
  makeFolder(path: string, mode?: number): Promise<void>;
  /** A folder, not a link to one, that belongs to us and that nobody else may enter. */
  isPrivateFolder(path: string): Promise<boolean>;
  /** With everything below; no error when it is not there. */
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Replaces an existing link in one step. */
  link(target: string, path: string): Promise<void>;
  readLink(path: string): Promise<string | undefined>;
}
