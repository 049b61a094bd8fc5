import { expect } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import type { ClusterFile } from '../../src/simulate/file-cluster.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

export const dir = '/my lab';
export const quoted = "'/my lab'";

/** A machine that runs one lab command after the other, each told by its words. */
export function machine(texts: Readonly<Record<string, string>> = {}) {
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}', ...texts });
  const clock = fakeClock();
  const lab = async (...words: readonly string[]) => {
    const ports = fakePorts({ files, clock });
    const code = await runProgram(['lab', ...words], ports);
    return { code, out: ports.streams.outText(), err: ports.streams.errText() };
  };
  const cluster = (at = dir) => JSON.parse(files.textOf(`${at}/cluster.json`) ?? '') as ClusterFile;
  return { lab, files, cluster };
}

export async function withLab(...options: readonly string[]) {
  const made = machine();
  expect((await made.lab('up', '--simulated', '--dir', dir, ...options)).code).toBe(0);
  return made;
}
