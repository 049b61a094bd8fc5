import type { ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';

/** Runs a command's work with the ports and keeps its exit code. */
export type Launch = (task: (ports: Ports) => Promise<ExitCode>) => Promise<void>;
