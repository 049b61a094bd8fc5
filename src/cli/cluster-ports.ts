import type { Inventory, RealTransport } from '../model/inventory.ts';
import { xdgBase } from '../model/xdg-base.ts';
import type { Ports } from '../ports/index.ts';

/** The ports that lead to the nodes of an inventory: those of this machine, or of a simulated cluster. */
export async function clusterPorts(
  { transport, ...inventory }: Pick<Inventory, 'transport' | 'nodes' | 'freeze'>,
  ports: Ports,
): Promise<Ports> {
  if (typeof transport === 'string') return await reachedPorts(transport, inventory.nodes, ports);
  const [{ openSimulated }, { simulatedPorts }] = await Promise.all([
    import('./open-simulated.ts'),
    import('./simulated-ports.ts'),
  ]);
  const cluster = await openSimulated(transport.simulated, ports);
  return simulatedPorts(cluster, inventory, ports);
}

async function reachedPorts(
  transport: RealTransport,
  nodes: Inventory['nodes'],
  ports: Ports,
): Promise<Ports> {
  if (transport === 'local') return ports;
  const { reachedRunner } = await import('../transport/reached-runner.ts');
  const socketFolder = () => ownSocketFolder(ports);
  const { runner, machineClock: clock, ids } = ports;
  const newWord = () => `${ids.newRunId()}-${ids.newSuffix()}`;
  return { ...ports, runner: reachedRunner(nodes, { runner, clock, newWord, socketFolder }) };
}

/** Of a socket's path, with the 40 digits and the ending that ssh adds (sun_path of Linux holds 108 bytes). */
const longestFolder = 108 - 60;

/**
 * Undefined: nowhere that is ours alone and short enough; then every command is a log-in. It may go while a roll lasts,
 * as `/run/user` does after the last log-out.
 */
async function ownSocketFolder({ env, files }: Ports): Promise<string | undefined> {
  const base = env['XDG_RUNTIME_DIR'] ?? xdgBase('XDG_STATE_HOME', '.local/state', env);
  const folder = base && `${base}/ringward-ssh`;
  if (folder === undefined || Buffer.byteLength(folder) > longestFolder) return undefined;
  await files.makeFolder(folder, 0o700).catch(() => undefined);
  return (await files.isPrivateFolder(folder)) ? folder : undefined;
}
