import { UsageError } from '../model/errors.ts';
import type { Files } from '../ports/files.ts';
import type { Ports } from '../ports/index.ts';
import { labCommand } from './command-line.ts';
import { specPath, type LabSpec } from './spec.ts';

/** Undefined when there is no lab in the folder. */
export async function readSpec(dir: string, files: Files): Promise<LabSpec | undefined> {
  const text = await files.readText(specPath(dir));
  if (text === undefined) return undefined;
  const spec = parseSpec(text);
  // A moved folder would carry the old paths in every script.
  if (spec?.dir === dir) return spec;
  throw new UsageError(
    `${specPath(dir)} was not written by this version of ringward lab, or the folder was moved`,
    `remove ${dir} by hand once nothing in it runs`,
  );
}

/** Throws UsageError when there is no lab. */
export async function requireSpec(
  dir: string,
  ports: Pick<Ports, 'files' | 'env'>,
): Promise<LabSpec> {
  const spec = await readSpec(dir, ports.files);
  if (spec) return spec;
  throw new UsageError(`there is no lab in ${dir}`, `make one: ${labCommand(dir, ports, 'up')}`);
}

export async function writeSpec(spec: LabSpec, files: Files): Promise<void> {
  await files.writeText(specPath(spec.dir), `${JSON.stringify(spec, undefined, 2)}\n`, 0o644);
}

function parseSpec(text: string): LabSpec | undefined {
  try {
    const value = JSON.parse(text) as Partial<LabSpec> | null;
    return value?.format === 1 && value.dir !== undefined && value.cluster !== undefined
      ? (value as LabSpec)
      : undefined;
  } catch {
    return undefined;
  }
}
