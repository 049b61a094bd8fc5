import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../model/errors.ts';
import { exitCodeMeanings, exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { defineCompletion } from './completion.ts';
import { defineExplain } from './explain.ts';
import { defineHealth } from './health.ts';
import { defineHelp, refuseUnknownCommand } from './help.ts';
import { defineLab } from './lab.ts';
import type { Launch } from './launch.ts';
import { definePlaybook } from './playbook.ts';
import { defineProbe } from './probe.ts';
import { defineRecord } from './record.ts';
import { defineRestart } from './restart.ts';
import { defineUpgrade } from './upgrade.ts';
import { defineWatch } from './watch.ts';
import { packageVersion } from './package-version.ts';
import { printError } from './print-error.ts';

/** argv → exit code. Errors are printed here and nowhere else. */
export async function runProgram(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  let program: Command | undefined;
  const launch: Launch = async (task) => {
    exitCode = await task(ports);
  };
  try {
    program = await buildProgram(launch, ports);
    refuseUnknownCommand(program, argv);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    ports.live.stop();
    return printError(error, ports.streams, isDebug(program, argv));
  }
}

/** Only where it is Ringward's own: `lab exec 1 nodetool --debug` is not. */
function isDebug(program: Command | undefined, argv: readonly string[]): boolean {
  if (!program) return argv.includes('--debug');
  const isOn = (command: Command): boolean =>
    command.opts<{ readonly debug?: boolean }>().debug === true || command.commands.some(isOn);
  return isOn(program);
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
    .enablePositionalOptions()
    .addHelpText('after', exitCodeHelp())
    .hook('preAction', (_, command) => {
      refuseEmpty(command);
    });
  defineHealth(program, launch);
  defineWatch(program, launch);
  defineProbe(program, launch);
  defineExplain(program, launch);
  defineRecord(program, launch);
  defineUpgrade(program, launch);
  defineRestart(program, launch);
  definePlaybook(program, launch);
  defineLab(program, launch);
  defineCompletion(program, launch);
  for (const each of [program, ...program.commands]) defineHelp(each);
  finish(program, program.name());
  return program;
}

function exitCodeHelp(): string {
  const rows = Object.entries(exitCodeMeanings).map(
    ([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`,
  );
  return `\nExit codes:\n${rows.join('\n')}`;
}

/** `--inventory=` is a variable that was not set: taken as a path it would be this folder. */
function refuseEmpty(command: Command): void {
  const values = command.opts<Record<string, unknown>>();
  const option = command.options.find((each) => values[each.attributeName()] === '');
  // What follows `lab exec NODE` is the node's own.
  const argument = command.registeredArguments.find(
    ({ variadic }, i) => !variadic && command.args[i] === '',
  );
  const name = option?.long ?? argument?.name();
  if (name === undefined) return;
  const isNeeded = !option && argument?.required === true;
  const hint = isNeeded ? 'give a value' : 'give a value, or leave it out';
  throw new UsageError(`${name}: its value is empty`, hint);
}

/**
 * What every command has: --debug, wherever it is written, and commander's own complaints as one error
 * and one hint like everybody else's, with the help of the very command.
 */
function finish(command: Command, path: string): void {
  if (command.parent) command.addOption(new Option('--debug').hideHelp());
  const help = `see: ${path} --help`;
  command.exitOverride((error) => {
    if (error.exitCode === 0) throw error;
    if (error.code === 'commander.help') throw new UsageError('no command given', help);
    const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
    throw new UsageError(message, suggestion?.replace(/^\((.*)\)$/, '$1') ?? help);
  });
  for (const child of command.commands) finish(child, `${path} ${child.name()}`);
}
