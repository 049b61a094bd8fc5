import { StepFailed } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { labCommand } from './command-line.ts';
import { labFolder } from './lab-paths.ts';
import { runningNodes } from './node-process.ts';
import { purgeLab } from './purge.ts';
import { requireSpec } from './spec-file.ts';
import { labEntries, labNodes } from './spec.ts';
import { stopNodes } from './stop-nodes.ts';

export interface LabDownOptions {
  readonly dir?: string;
  /** Also removes data, logs and configuration; what else is in the folder stays. */
  readonly purge: boolean;
}

/** Stops the lab's own nodes, told by their command lines. Throws StepFailed when one survives. */
export async function labDown(options: LabDownOptions, ports: Ports): Promise<void> {
  const dir = labFolder(options.dir, ports);
  const spec = await requireSpec(dir, ports);
  const running = await runningNodes(labNodes(spec), ports);
  if (running.length > 0)
    ports.streams.err(`stopping ${running.map(({ name }) => name).join(', ')} …\n`);
  const left = await stopNodes(running, false, ports);
  if (left.length > 0) {
    const names = left.map(({ name }) => name);
    throw new StepFailed(
      `${names.join(', ')} did not end`,
      `end it the hard way: ${labCommand(dir, ports, 'exec', names[0] ?? '', 'stop', '--kill')}`,
    );
  }
  if (options.purge) await purgeLab(dir, labEntries(spec), ports);
  else ports.streams.err(`the lab in ${dir} is down; its data stays\n`);
}
