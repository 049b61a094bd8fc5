import { labDown } from '../lab/down.ts';
import { labExec, type LabExecOptions } from '../lab/exec.ts';
import { labCommand } from '../lab/command-line.ts';
import { labStatus, statusText } from '../lab/status.ts';
import { purgeLab } from '../lab/purge.ts';
import { labUp } from '../lab/up.ts';
import { UsageError } from '../model/errors.ts';
import { nextCommand } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { LabUpFlags } from './lab-flags.ts';
import { simulatedExec } from './simulated-exec.ts';
import { simulatedStatus, stopAll } from './simulated-lab-acts.ts';
import { simulatedUp } from './simulated-lab-up.ts';
import { findSimulatedLab, simulatedEntries, type SimulatedLab } from './simulated-lab.ts';

export async function runLabUp(
  version: string | undefined,
  flags: LabUpFlags,
  ports: Ports,
): Promise<ExitCode> {
  const inventory = flags.simulated
    ? await simulatedUp(version, flags, ports)
    : await realUp(version, flags, ports);
  ports.streams.err(`next: ${nextCommand(['health'], { inventory })}\n`);
  return exitCodes.ok;
}

async function realUp(
  version: string | undefined,
  { heap, pace, ...flags }: LabUpFlags,
  ports: Ports,
): Promise<string> {
  if (pace !== undefined) {
    throw new UsageError('--pace is for --simulated, not for real nodes', 'leave it out');
  }
  const simulated = await findSimulatedLab(flags.dir, ports);
  if (simulated) throw isSimulated(simulated, ports);
  const { inventory } = await labUp(
    {
      ...flags,
      ...(version !== undefined && { version }),
      ...(heap !== undefined && { heapMb: heap }),
    },
    ports,
  );
  return inventory;
}

function isSimulated({ dir }: SimulatedLab, ports: Ports): UsageError {
  return new UsageError(
    `the lab in ${dir} is one of simulated nodes`,
    `bring it up: ${labCommand(dir, ports, 'up', '--simulated')}, or give another folder: --dir DIR`,
  );
}

export async function runLabDown(
  flags: { readonly dir?: string; readonly purge?: boolean },
  ports: Ports,
): Promise<ExitCode> {
  const simulated = await findSimulatedLab(flags.dir, ports);
  if (!simulated) {
    await labDown({ ...flags, purge: flags.purge ?? false }, ports);
    return exitCodes.ok;
  }
  const { dir } = simulated;
  await stopAll(simulated);
  if (flags.purge) await purgeLab(dir, simulatedEntries, ports);
  else ports.streams.err(`the lab in ${dir} is down; its state stays\n`);
  return exitCodes.ok;
}

export async function runLabStatus(
  flags: { readonly dir?: string; readonly format: 'text' | 'json' },
  ports: Ports,
): Promise<ExitCode> {
  const simulated = await findSimulatedLab(flags.dir, ports);
  const rows = simulated ? simulatedStatus(simulated) : await labStatus(flags, ports);
  const json = () => `${JSON.stringify({ nodes: rows }, undefined, 2)}\n`;
  ports.streams.out(flags.format === 'json' ? json() : statusText(rows));
  return rows.every(({ answersCql }) => answersCql) ? exitCodes.ok : exitCodes.findings;
}

export async function runLabExec(options: LabExecOptions, ports: Ports): Promise<ExitCode> {
  const simulated = await findSimulatedLab(options.dir, ports);
  // Like ssh and docker exec: the exit code is the command's own.
  if (simulated) return (await simulatedExec(simulated, options, ports)) as ExitCode;
  return (await labExec(options, ports)) as ExitCode;
}
