import { labDown } from '../lab/down.ts';
import { labExec, type LabExecOptions } from '../lab/exec.ts';
import { labFolder } from '../lab/lab-paths.ts';
import { releaseOf } from '../lab/releases.ts';
import { labStatus, statusText } from '../lab/status.ts';
import { labUp } from '../lab/up.ts';
import { UsageError } from '../model/errors.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { LabUpFlags } from './lab-flags.ts';
import { simulatedExec } from './simulated-exec.ts';
import { simulatedStatus, startAll, stopAll } from './simulated-lab-acts.ts';
import { findSimulatedLab, makeSimulatedLab } from './simulated-lab.ts';

export async function runLabUp(
  version: string,
  flags: LabUpFlags,
  ports: Ports,
): Promise<ExitCode> {
  const inventory = flags.simulated
    ? await simulatedUp(version, flags, ports)
    : await realUp(version, flags, ports);
  ports.streams.err(`next: ringward health --inventory ${inventory}\n`);
  return exitCodes.ok;
}

async function realUp(version: string, flags: LabUpFlags, ports: Ports): Promise<string> {
  const { heap, auth = false, tls = false, defaultRf = false, ...rest } = flags;
  const { inventory } = await labUp(
    { ...rest, version, heapMb: heap, auth, tls, defaultRf },
    ports,
  );
  return inventory;
}

/** A lab that is there goes on as it is. */
async function simulatedUp(version: string, flags: LabUpFlags, ports: Ports): Promise<string> {
  refuseRealOnly(flags);
  const { text } = releaseOf(version);
  const wish = { version: text, nodes: flags.nodes, network: flags.network };
  const dir = labFolder(flags.dir, ports);
  const known = await findSimulatedLab(dir, ports);
  const lab = known ?? (await makeSimulatedLab(dir, wish, flags.pace, ports));
  if (known) await startAll(known);
  const { pace } = lab.cluster;
  const count = lab.cluster.state().nodes.length;
  ports.streams.err(
    `the lab is up: ${count} SIMULATED nodes, inventory ${lab.inventory}; their time goes ${pace.factor} times as fast\n`,
  );
  return lab.inventory;
}

function refuseRealOnly({ java, tarball, auth, tls, defaultRf }: LabUpFlags): void {
  const given = Object.entries({
    ...{ '--java': java, '--tarball': tarball, '--auth': auth, '--tls': tls },
    '--default-rf': defaultRf,
  }).find(([, value]) => value !== undefined);
  if (!given) return;
  throw new UsageError(
    `${given[0]} is for real nodes, not for --simulated`,
    'leave one of the two out',
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
  if (flags.purge) await ports.files.remove(dir);
  ports.streams.err(flags.purge ? `removed ${dir}\n` : `the lab in ${dir} is down\n`);
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
