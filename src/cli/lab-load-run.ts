import { posix as path } from 'node:path';
import { labFolder } from '../lab/lab-paths.ts';
import { loadText, verificationText } from '../lab/load-text.ts';
import { verifyLedger } from '../lab/load-again.ts';
import { defaultLoad, startLoad, type Load } from '../lab/load.ts';
import { requireSpec } from '../lab/spec-file.ts';
import type { LabSpec } from '../lab/spec.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { LabLoadFlags } from './lab-flags.ts';

const tellEveryMs = 1_000;

/** Runs the load until its time is over or a signal comes; then reads everything back. */
export async function runLabLoad(flags: LabLoadFlags, ports: Ports): Promise<ExitCode> {
  const spec = await requireSpec(labFolder(flags.dir, ports), ports.files);
  if (flags.verify !== undefined) return await verify(spec, flags.verify, flags, ports);
  const load = await startLoad(spec, { ...defaultLoad, rate: flags.rate }, ports);
  const until = flags.for === undefined ? 'until Ctrl-C' : `for ${flags.for / 1_000} s`;
  ports.streams.err(`${flags.rate} requests a second at QUORUM ${until} …\n`);
  await showUntil(flags.for, load, ports);
  ports.streams.err('reading every acknowledged write back …\n');
  const result = await load.stop();
  const json = () => `${JSON.stringify(result, undefined, 2)}\n`;
  ports.streams.out(flags.format === 'json' ? json() : loadText(result));
  return result.passed ? exitCodes.ok : exitCodes.findings;
}

async function verify(
  spec: LabSpec,
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
