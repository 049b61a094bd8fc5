import { UsageError } from '../model/errors.ts';
import type { AppendFile, Files } from '../ports/files.ts';
import { lineOf, type Keep, type RecordingHead, type RecordingLine } from './format.ts';
import { recordingFile } from './read-recording.ts';

export interface RecordingWriter {
  /** In the order given; on disk at the end of each look, which is what a recording is read by. */
  readonly keep: Keep;
  /** Lines given so far. */
  readonly count: () => number;
  /** Fires when the disk refuses: what comes after would be lost. */
  readonly failed: AbortSignal;
  /** Waits for what is not on disk yet. Throws why the disk refused. */
  close(): Promise<void>;
}

/** A file in a folder of its own; both are their owner's alone: names and addresses are in it. */
export async function openRecording(
  dir: string,
  head: RecordingHead,
  files: Files,
): Promise<RecordingWriter> {
  await refuseUsed(dir, files);
  await files.makeFolder(dir, 0o700);
  const file = await files.openCompressed(`${dir}/${recordingFile}`, 0o600);
  await file.append(lineOf(head));
  return writerTo(file);
}

async function refuseUsed(dir: string, files: Files): Promise<void> {
  const [first] = await files.list(dir);
  if (first === undefined) return;
  throw new UsageError(
    `${dir} is not empty (it holds ${first})`,
    'give a new folder: a recording is never written over',
  );
}

function writerTo(file: AppendFile): RecordingWriter {
  const failed = new AbortController();
  let count = 0;
  let waiting = '';
  let isEnded = false;
  let writing: Promise<void> | undefined;
  const write = async () => {
    while (waiting !== '' && !failed.signal.aborted) {
      const text = waiting;
      waiting = '';
      await file.append(text).catch((error: unknown) => {
        failed.abort(error);
      });
    }
    writing = undefined;
  };
  return {
    keep(line) {
      // What comes after the end was asked by nobody who still waits for it.
      if (isEnded) return;
      isEnded = line.kind === 'end';
      count += 1;
      waiting += lineOf(line);
      if (isMark(line)) writing ??= write();
    },
    count: () => count,
    failed: failed.signal,
    async close() {
      await (writing ?? write());
      await file.close();
      failed.signal.throwIfAborted();
    },
  };
}

function isMark({ kind }: RecordingLine): boolean {
  return kind === 'look' || kind === 'end';
}
