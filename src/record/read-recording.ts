import { ConfigError, UsageError } from '../model/errors.ts';
import type { RecordingOrigin } from '../model/recording.ts';
import type { Files } from '../ports/files.ts';
import {
  isComplete,
  recordingFormat,
  type Recording,
  type RecordingHead,
  type RecordingLine,
} from './format.ts';
import { headProblem, lineProblem } from './shape.ts';

/** In the folder that `ringward record` was given: one JSON object a line, compressed. */
export const recordingFile = 'recording.ndjson.br';

/** Of format 1, which was not compressed. */
const oldRecordingFile = 'recording.ndjson';

/** Throws UsageError where there is no recording, ConfigError for one that cannot be read. */
export async function readRecording(dir: string, files: Files): Promise<Recording> {
  const path = `${dir}/${recordingFile}`;
  const text = (await files.exists(dir)) ? await files.readCompressed(path) : undefined;
  if (text === undefined) {
    if (await files.exists(`${dir}/${oldRecordingFile}`)) throw otherFormat(dir, 1);
    const isEmpty = (await files.list(dir)).length === 0;
    throw new UsageError(
      `${dir}: ${isEmpty ? 'there is no recording' : `this is no recording: it holds no ${recordingFile}`}`,
      'give the folder that ringward record wrote (--from DIR), or make one: ringward record DIR',
    );
  }
  return parseRecording(text, path);
}

/** A last line cut short by a crash is dropped; anything else unreadable is an error. */
export function parseRecording(text: string, path: string): Recording {
  const [first, ...rest] = text.split('\n');
  // What follows the last newline was never finished.
  const whole = rest.slice(0, -1);
  if (first === undefined || rest.length === 0) throw noRecording(path, 'it has no whole line');
  return {
    head: parseHead(first, path),
    lines: whole.map((line, index) => parseLine(line, `${path}:${index + 2}`)),
  };
}

export function originOf(recording: Recording): RecordingOrigin {
  const { head, lines } = recording;
  const ends = lines.map((line) => line.at + ('ms' in line ? line.ms : 0));
  return {
    from: head.at,
    until: ends.reduce((a, b) => Math.max(a, b), head.at),
    isCutOff: !isComplete(recording),
  };
}

function parseHead(line: string, path: string): RecordingHead {
  const head = parseJson(line);
  if (head?.['kind'] !== 'ringward-recording') {
    throw noRecording(path, 'its first line does not say so');
  }
  if (head['format'] !== recordingFormat) {
    throw otherFormat(path, head['format']);
  }
  const problem = headProblem(head);
  if (problem !== undefined) throw new ConfigError(`${path}:1`, problem, recordAgain);
  return head as unknown as RecordingHead;
}

function otherFormat(path: string, format: unknown): ConfigError {
  return new ConfigError(
    path,
    `recording format ${JSON.stringify(format)} is not known, ${recordingFormat} is`,
    'read it with the Ringward version that made it (toolVersion in its first line)',
  );
}

function parseLine(line: string, where: string): RecordingLine {
  const value = parseJson(line);
  const problem = value ? lineProblem(value) : 'this line is not a JSON object';
  if (problem !== undefined) throw new ConfigError(where, problem, recordAgain);
  return value as unknown as RecordingLine;
}

const recordAgain = 'the recording was changed; record again: ringward record DIR';

function noRecording(path: string, why: string): ConfigError {
  return new ConfigError(
    path,
    `this is no recording: ${why}`,
    'give the folder that ringward record wrote: --from DIR',
  );
}

function parseJson(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
