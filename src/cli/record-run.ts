import { posix as path } from 'node:path';
import type { Tick } from '../collect/series.ts';
import { ConfigError, Interrupted, ToolError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { nextCommand } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { printable } from '../model/printable.ts';
import type { Ports } from '../ports/index.ts';
import { recordingFormat, type RecordingHead } from '../record/format.ts';
import { recordingPorts } from '../record/recorder.ts';
import { openRecording, type RecordingWriter } from '../record/recording-writer.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadInventory } from './load-inventory.ts';
import { packageVersion } from './package-version.ts';
import type { RecordOptions } from './record-options.ts';
import { watchAll } from './watch-cluster.ts';

/** Asks what every reading command asks, and keeps what comes back. A node that is silent is kept, too. */
export async function runRecord(options: RecordOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const dir = path.resolve(ports.cwd, options.dir);
  const head = headOf(inventory, options.for, await packageVersion(ports), ports);
  const writer = await openRecording(dir, head, ports.files);
  await recordTo(writer, inventory, options, ports).catch((error: unknown) => {
    throw error instanceof ConfigError ? cutShort(error, options.dir) : error;
  });
  const { nodes } = inventory;
  ports.streams.out(
    `recorded ${writer.count()} answers and marks of ${nodes.length} nodes over ${options.for / 1_000} s in ${printable(dir)}\n` +
      `next: ${nextCommand(['health', '--from', options.dir], {})}\n`,
  );
  return exitCodes.ok;
}

function headOf(
  { cluster, consistency, limits, via, nodes }: Inventory,
  forMs: number,
  toolVersion: string,
  { clock }: Ports,
): RecordingHead {
  return {
    format: recordingFormat,
    kind: 'ringward-recording',
    toolVersion,
    at: clock.now(),
    forMs,
    // Field by field: commands, paths and users are not to be in it.
    inventory: {
      cluster,
      consistency,
      limits,
      via,
      nodes: nodes.map(({ address, cqlAddress, cqlPort, jmx, commands }) => ({
        ...{ address, cqlAddress, cqlPort },
        ...(commands.log ? { hasLog: true } : {}),
        ...(jmx ? { hasJmx: true } : {}),
      })),
    },
  };
}

async function recordTo(
  writer: RecordingWriter,
  inventory: Inventory,
  options: RecordOptions,
  ports: Ports,
): Promise<void> {
  const { clock, live } = ports;
  const signal = AbortSignal.any([ports.signal, writer.failed]);
  const recording = { ...recordingPorts(ports, inventory.nodes, writer.keep), signal };
  try {
    await watchAll(inventory, { forMs: options.for }, recording, (tick) => {
      const { at, asksEnds, snapshot } = tick;
      writer.keep({ kind: 'look', at, begunAt: snapshot.at, ...(asksEnds && { asksEnds }) });
      live.update(tickText(tick, writer));
    });
    writer.keep({ kind: 'end', at: clock.now() });
  } catch (error) {
    throw error instanceof Interrupted ? withWayOn(error, options.dir) : error;
  } finally {
    live.stop();
    await writer.close();
  }
}

function tickText({ at, until }: Tick, { count }: RecordingWriter): string {
  const left = until > at ? `${Math.ceil((until - at) / 1_000)} s left` : 'asking for replica sets';
  return `recording, ${left}, ${count()} answers`;
}

/** The disk refused in the middle of it. */
function cutShort({ message, hint = '' }: ConfigError, dir: string): ToolError {
  return new ToolError(message, exitCodes.cannotTell, `${hint}; ${untilThen(dir)}`);
}

function untilThen(dir: string): string {
  return `what was recorded until then is whole, and says that it was cut off: ${nextCommand(['health', '--from', dir], {})}`;
}

function withWayOn({ signal }: Interrupted, dir: string): Interrupted {
  return new Interrupted(signal, untilThen(dir));
}
