import { posix as path } from 'node:path';
import { labFolder } from '../lab/lab-paths.ts';
import { loadText, verificationText } from '../lab/load-text.ts';
import { verifyLedger } from '../lab/load-again.ts';
import { defaultLoad, startLoad, type Load } from '../lab/load.ts';
import { requireSpec } from '../lab/spec-file.ts';
import type { ClientSpec } from '../lab/spec.ts';
import { UsageError } from '../model/errors.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { LabLoadFlags } from './lab-flags.ts';
import { clientSpecOf, findSimulatedLab } from './simulated-lab.ts';
import { simulatedPorts } from './simulated-ports.ts';

const tellEveryMs = 1_000;

/** Runs the load until its time is over or a signal comes; then reads everything back. */
export async function runLabLoad(flags: LabLoadFlags, given: Ports): Promise<ExitCode> {
  const { spec, ports, rate } = await labClient(flags, given);
  if (flags.verify !== undefined) return await verify(spec, flags.verify, flags, ports);
  const load = await startLoad(spec, { ...defaultLoad, rate }, ports);
  const until = flags.for === undefined ? 'until Ctrl-C' : `for ${flags.for / 1_000} s`;
  ports.streams.err(`${flags.rate} requests a second at QUORUM ${until} …\n`);
  await showUntil(flags.for, load, ports);
  ports.streams.err('reading every acknowledged write back …\n');
  const result = await load.stop();
  const json = () => `${JSON.stringify(result, undefined, 2)}\n`;
  ports.streams.out(flags.format === 'json' ? json() : loadText(result));
  return result.passed ? exitCodes.ok : exitCodes.findings;
}

interface Client {
  readonly spec: ClientSpec;
  readonly ports: Ports;
  /** Requests a second of the nodes' own time. */
  readonly rate: number;
}

/** A client of real nodes, or of simulated ones: to them it sends its rate in a second of our time. */
async function labClient({ dir, rate, verify }: LabLoadFlags, ports: Ports): Promise<Client> {
  const simulated = await findSimulatedLab(dir, ports);
  if (!simulated) {
    return { spec: await requireSpec(labFolder(dir, ports), ports.files), ports, rate };
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
    ports: simulatedPorts(cluster, [], ports),
    rate: rate / cluster.pace.factor,
  };
}

async function verify(
  spec: ClientSpec,
  ledger: string,
  { format }: LabLoadFlags,
  ports: Ports,
): Promise<ExitCode> {
  // No waiting for hints: what is there now is the question.
  const found = await verifyLedger(spec, path.resolve(ports.cwd, ledger), 0, ports);
  const json = () => `${JSON.stringify(found, undefined, 2)}\n`;
  ports.streams.out(format === 'json' ? json() : verificationText(found));
  return found.passed ? exitCodes.ok : exitCodes.findings;
}

/** A signal is the ordinary end of a load, not an error. */
async function showUntil(
  forMs: number | undefined,
  load: Load,
  { clock, live, signal }: Ports,
): Promise<void> {
  const end = clock.now() + (forMs ?? Infinity);
  const isOver = () => signal.aborted || clock.now() >= end || load.progress().isBroken;
  while (!isOver()) {
    const { requests, acknowledged, retried, failed } = load.progress();
    live.update(
      `${requests} requests, ${acknowledged} writes acknowledged, ${retried} retried, ${failed} failed`,
    );
    try {
      await clock.sleep(Math.min(tellEveryMs, end - clock.now()), signal);
    } catch (error) {
      if (!isOver()) throw error;
    }
  }
  live.stop();
}
