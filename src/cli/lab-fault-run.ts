import { labFault, type LabFaultOptions } from '../lab/fault.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { simulatedFault } from './simulated-fault.ts';
import { findSimulatedLab } from './simulated-lab.ts';

export async function runLabFault(options: LabFaultOptions, ports: Ports): Promise<ExitCode> {
  const simulated = await findSimulatedLab(options.dir, ports);
  if (!simulated) {
    await labFault(options, ports);
    return exitCodes.ok;
  }
  ports.streams.err(`${await simulatedFault(simulated, options, ports)}\n`);
  return exitCodes.ok;
}
