import type { Files } from '../ports/files.ts';
import { mostBytes } from '../model/most-bytes.ts';
import type { RunPaths } from './run-store.ts';

/** What operators want of a run, from wherever they type it; kept beside its journal. */
export interface Control {
  /** At the next safe point: before a node is begun. */
  readonly asked?: 'pause' | 'abort';
  /** Names of the plan's points that may be passed. */
  readonly approved: readonly string[];
}

const nothing: Control = { approved: [] };

/** A file that cannot be read as one asks for nothing and approves nothing. */
export async function readControl(files: Files, { control }: RunPaths): Promise<Control> {
  const text = await files.readText(control, mostBytes.control);
  return text === undefined ? nothing : controlIn(text);
}

export async function writeControl(files: Files, paths: RunPaths, control: Control): Promise<void> {
  await files.writeText(paths.control, `${JSON.stringify({ format: 1, ...control })}\n`, 0o600);
}

/** Going on takes back a pause. An abort stays asked for: a node that is part-way is brought back, no other is begun. */
export async function forgetPause(files: Files, paths: RunPaths): Promise<void> {
  const { asked, approved } = await readControl(files, paths);
  if (asked === 'pause') await writeControl(files, paths, { approved });
}

function controlIn(text: string): Control {
  const { asked, approved } = objectIn(text);
  return {
    ...(asked === 'pause' || asked === 'abort' ? { asked } : {}),
    approved: Array.isArray(approved) ? approved.filter((name) => typeof name === 'string') : [],
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
