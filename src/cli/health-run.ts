import type { Tick } from '../collect/series.ts';
import { detectOverTime } from '../detect/index.ts';
import { counted } from '../model/counted.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import type { ExitCode } from '../model/outcome.ts';
import type { RecordedPart } from '../model/recording.ts';
import type { Ports } from '../ports/index.ts';
import { toHealthReport } from '../report/health-report.ts';
import { healthFormats } from '../report/index.ts';
import { clusterSource, watchOf, type PlayedRecording } from './cluster-source.ts';
import type { HealthOptions } from './health-options.ts';
import { loadInventory } from './load-inventory.ts';
import { nothingJudged } from './nothing-judged.ts';
import { packageVersion } from './package-version.ts';
import { unfinishedRun } from './unfinished-run.ts';
import { watchFindings, type Watch } from './watch-cluster.ts';

/** One look, or many over `--for`; every detector; a report. Exit 0, 1 (findings) or 5 (cannot tell). */
export async function runHealth(options: HealthOptions, given: Ports): Promise<ExitCode> {
  const { inventory, ports, recording } = await clusterSource(options, given, loadInventory);
  return await tellHealth(inventory, options, ports, recording);
}

export async function tellHealth(
  inventory: Inventory,
  options: HealthOptions,
  ports: Ports,
  recording?: PlayedRecording,
): Promise<ExitCode> {
  const watch = recording ? watchOf(recording, options.forMs) : watchFor(options, ports);
  let looks = 0;
  const series = await watchFindings(inventory, watch, ports, (tick) => {
    looks += 1;
    ports.live.update(tickText(tick));
  }).catch(nothingJudged(() => tooEarly(watch.forMs, looks)));
  const run = recording ? undefined : await unfinishedRun(inventory.cluster, options, ports);
  const report = toHealthReport({
    toolVersion: await packageVersion(ports),
    cluster: inventory.cluster,
    limits: inventory.limits,
    failOn: options.failOn,
    nodes: recording ? inventory.nodes.map(withoutCommands) : inventory.nodes,
    inventory: options.inventory,
    ...(inventory.path === undefined && !recording ? { noInventoryIn: ports.cwd } : {}),
    series,
    detections: detectOverTime(series, inventory.limits),
    ...(recording ? { recording: partOf(recording, watch) } : {}),
    ...(run ? { run } : {}),
  });
  ports.streams.out(healthFormats[options.format](report, ports.streams));
  return report.exitCode;
}

/** By what name a recording keeps the log is nothing to type. */
function withoutCommands(node: InventoryNode): InventoryNode {
  return { ...node, commands: {} };
}

function partOf({ origin, looks }: PlayedRecording, { dues }: Watch): RecordedPart {
  return { ...origin, looksLeftOut: Math.max(0, looks.length - (dues?.length ?? 0)) };
}

function watchFor({ forMs, deadlineMs }: HealthOptions, { clock }: Ports): Watch {
  return {
    forMs: forMs ?? 0,
    ...(deadlineMs === undefined ? {} : { deadlineAt: clock.now() + deadlineMs }),
  };
}

/** Looks of a part of the time would answer another question. */
export function tooEarly(forMs: number, looks: number): string {
  if (looks === 0) return 'the first look was not over yet';
  const asked = `--for ${forMs / 1_000}s was not over, after ${counted(looks, 'look')}`;
  return `${asked}; give a shorter one, or none for one look`;
}

function tickText({ at, until }: Tick): string {
  return until > at ? `watching, ${Math.ceil((until - at) / 1_000)} s left` : 'judging';
}
