import { Command, CommanderError } from 'commander';
import { UsageError } from '../model/errors.ts';
import { exitCodeMeanings, exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { defineCompletion } from './completion.ts';
import { defineHealth } from './health.ts';
import { defineLab } from './lab.ts';
import type { Launch } from './launch.ts';
import { defineRestart } from './restart.ts';
import { defineUpgrade } from './upgrade.ts';
import { packageVersion } from './package-version.ts';
import { printError } from './print-error.ts';

/** argv → exit code. Errors are printed here and nowhere else. */
export async function runProgram(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const launch: Launch = async (task) => {
    exitCode = await task(ports);
  };
  try {
    const program = await buildProgram(launch, ports);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    ports.live.stop();
    return printError(toUsageError(error), ports.streams, argv.includes('--debug'));
  }
}

export async function buildProgram(launch: Launch, ports: Ports): Promise<Command> {
  const program = new Command('ringward')
    // Before the first .command(): later it is not inherited.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        ports.streams.out(text);
      },
      writeErr: (text) => {
        ports.streams.err(text);
      },
      // One place prints errors: print-error.ts.
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(ports.streams.columns, 100),
    })
    .description(
      'Sees stalled compactions and I/O spikes in Cassandra clusters, and rolls them node by node.',
    )
    .version(await packageVersion(ports), '-V, --version')
    .option('--debug', 'print the stack of unexpected errors')
    .showHelpAfterError(false)
    .addHelpText('after', exitCodeHelp());
  defineHealth(program, launch);
  defineUpgrade(program, launch);
  defineRestart(program, launch);
  defineLab(program, launch);
  defineCompletion(program, launch);
  return program;
}

function exitCodeHelp(): string {
  const rows = Object.entries(exitCodeMeanings).map(
    ([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`,
  );
  return `\nExit codes:\n${rows.join('\n')}`;
}

/** Commander's own complaints become one error and one hint like everybody else's. */
function toUsageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.code === 'commander.help')
    return new UsageError('no command given', 'see: ringward --help');
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  return new UsageError(message, suggestion?.replace(/^\((.*)\)$/, '$1') ?? 'see: ringward --help');
}
