import { labDown } from '../lab/down.ts';
import { labExec, type LabExecOptions } from '../lab/exec.ts';
import { labStatus, statusText } from '../lab/status.ts';
import { labUp } from '../lab/up.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { LabUpFlags } from './lab-flags.ts';

export async function runLabUp(
  version: string,
  flags: LabUpFlags,
  ports: Ports,
): Promise<ExitCode> {
  const { heap, auth = false, tls = false, defaultRf = false, ...rest } = flags;
  const { inventory } = await labUp(
    { ...rest, version, heapMb: heap, auth, tls, defaultRf },
    ports,
  );
  ports.streams.err(`next: ringward health --inventory ${inventory}\n`);
  return exitCodes.ok;
}

export async function runLabDown(
  flags: { readonly dir?: string; readonly purge?: boolean },
  ports: Ports,
): Promise<ExitCode> {
  await labDown({ ...flags, purge: flags.purge ?? false }, ports);
  return exitCodes.ok;
}

export async function runLabStatus(
  flags: { readonly dir?: string; readonly format: 'text' | 'json' },
  ports: Ports,
): Promise<ExitCode> {
  const rows = await labStatus(flags, ports);
  const json = () => `${JSON.stringify({ nodes: rows }, undefined, 2)}\n`;
  ports.streams.out(flags.format === 'json' ? json() : statusText(rows));
  return rows.every(({ answersCql }) => answersCql) ? exitCodes.ok : exitCodes.findings;
}

export async function runLabExec(options: LabExecOptions, ports: Ports): Promise<ExitCode> {
  // Like ssh and docker exec: the exit code is the command's own.
  return (await labExec(options, ports)) as ExitCode;
}
