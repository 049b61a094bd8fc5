import { runProgram } from '../../src/cli/program.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

/** The program with files in memory; its other fakes throw at any command or query. */
export async function run(
  line: string | readonly string[],
  texts: Readonly<Record<string, string>> = {},
) {
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}', ...texts });
  const ports = fakePorts({ files });
  const argv = typeof line === 'string' ? line.split(' ').filter(Boolean) : line;
  const exitCode = await runProgram(argv, ports);
  return { exitCode, out: ports.streams.outText(), err: ports.streams.errText() };
}
