import { labFault, type LabFaultOptions } from '../lab/fault.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';

export async function runLabFault(options: LabFaultOptions, ports: Ports): Promise<ExitCode> {
  await labFault(options, ports);
  return exitCodes.ok;
}
