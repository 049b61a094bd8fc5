import { runProgram } from '../../src/cli/program.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

/** The program with files in memory; its other fakes throw at any command or query. */
export async function run(line: string, texts: Readonly<Record<string, string>> = {}) {
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}', ...texts });
  const ports = fakePorts({ files });
  const exitCode = await runProgram(line.split(' ').filter(Boolean), ports);
  return { exitCode, out: ports.streams.outText(), err: ports.streams.errText() };
}
