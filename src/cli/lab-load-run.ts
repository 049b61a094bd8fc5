import { posix as path } from 'node:path';
import { labCommand } from '../lab/command-line.ts';
import { labFolder } from '../lab/lab-paths.ts';
import { loadText, verificationText } from '../lab/load-text.ts';
import { verifyLedger } from '../lab/load-again.ts';
import { defaultLoad, startLoad, type Load } from '../lab/load.ts';
import { requireSpec } from '../lab/spec-file.ts';
import type { ClientSpec } from '../lab/spec.ts';
import { ToolError, UsageError } from '../model/errors.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { CqlError } from '../ports/cql.ts';
import type { Ports } from '../ports/index.ts';
import type { LabLoadFlags } from './lab-flags.ts';
import { clientSpecOf, findSimulatedLab } from './simulated-lab.ts';
import { simulatedPorts } from './simulated-ports.ts';

const tellEveryMs = 1_000;

/** Runs the load until its time is over or a signal comes; then reads everything back. */
export async function runLabLoad(flags: LabLoadFlags, given: Ports): Promise<ExitCode> {
  const { spec, ports, pace } = await labClient(flags, given);
  if (flags.verify !== undefined) return await verify(spec, flags.verify, flags, ports);
  const rate = flags.rate / pace;
  const load = await explained(spec, ports, () => startLoad(spec, { ...defaultLoad, rate }, ports));
  ports.streams.err(beginning(flags, pace));
  await showUntil(flags.for, pace, load, ports);
  ports.streams.err('reading every acknowledged write back …\n');
  const result = await load.stop();
  const json = () => `${JSON.stringify(result, undefined, 2)}\n`;
  ports.streams.out(flags.format === 'json' ? json() : loadText(result));
  return result.passed ? exitCodes.ok : exitCodes.findings;
}

function beginning({ rate, for: forMs }: LabLoadFlags, pace: number): string {
  const until = forMs === undefined ? 'until Ctrl-C' : `for ${forMs / 1_000} s`;
  const times =
    pace === 1
      ? ''
      : `the time of the nodes goes ${pace} times as fast, and latencies are told in it\n`;
  return `${rate} requests a second at QUORUM ${until} …\n${times}`;
}

/** Nodes that let nobody in are no bug. */
async function explained<T>({ dir }: ClientSpec, ports: Ports, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CqlError)) throw error;
    throw new ToolError(
      `the lab in ${dir} does not answer CQL: ${error.message}`,
      exitCodes.cannotTell,
      `see which nodes run: ${labCommand(dir, ports, 'status')}`,
      error,
    );
  }
}

interface Client {
  readonly spec: ClientSpec;
  readonly ports: Ports;
  /** How many times as fast as ours the time of the nodes goes: rate and duration are in ours. */
  readonly pace: number;
}

/** A client of real nodes, or of simulated ones. */
async function labClient({ dir, verify }: LabLoadFlags, ports: Ports): Promise<Client> {
  const simulated = await findSimulatedLab(dir, ports);
  if (!simulated) {
    return { spec: await requireSpec(labFolder(dir, ports), ports), ports, pace: 1 };
  }
  if (verify !== undefined) {
    throw new UsageError(
      'rows of simulated nodes are gone with the load that wrote them',
      'the load itself reads every write back at its end',
    );
  }
  const { cluster } = simulated;
  return {
    spec: clientSpecOf(simulated),
    ports: simulatedPorts(cluster, { nodes: [] }, ports),
    pace: cluster.pace.factor,
  };
}

async function verify(
  spec: ClientSpec,
  ledger: string,
  { format }: LabLoadFlags,
  ports: Ports,
): Promise<ExitCode> {
  // No waiting for hints: what is there now is the question.
  const file = path.resolve(ports.cwd, ledger);
  const found = await explained(spec, ports, () => verifyLedger(spec, file, 0, ports));
  const json = () => `${JSON.stringify(found, undefined, 2)}\n`;
  ports.streams.out(format === 'json' ? json() : verificationText(found));
  return found.passed ? exitCodes.ok : exitCodes.findings;
}

/** A signal is the ordinary end of a load, not an error. */
async function showUntil(
  forMs: number | undefined,
  pace: number,
  load: Load,
  { clock, live, signal }: Ports,
): Promise<void> {
  const end = clock.now() + (forMs ?? Infinity) * pace;
  const isOver = () => signal.aborted || clock.now() >= end || load.progress().isBroken;
  while (!isOver()) {
    const { requests, acknowledged, retried, failed } = load.progress();
    live.update(
      `${requests} requests, ${acknowledged} writes acknowledged, ${retried} retried, ${failed} failed`,
    );
    try {
      await clock.sleep(Math.min(tellEveryMs * pace, end - clock.now()), signal);
    } catch (error) {
      if (!isOver()) throw error;
    }
  }
  live.stop();
}
