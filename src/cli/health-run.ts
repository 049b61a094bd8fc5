import { collectSeries, type Tick } from '../collect/series.ts';
import { openSessions } from '../collect/sessions.ts';
import { detectAll, detectors } from '../detect/index.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ExitCode } from '../model/outcome.ts';
import type { Series } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { toHealthReport } from '../report/health-report.ts';
import { healthFormats } from '../report/index.ts';
import { clusterPorts } from './cluster-ports.ts';
import type { HealthOptions } from './health-options.ts';
import { loadInventory } from './load-inventory.ts';
import { packageVersion } from './package-version.ts';

/** One look, or many over `--for`; every detector; a report. Exit 0, 1 (findings) or 5 (cannot tell). */
export async function runHealth(options: HealthOptions, ports: Ports): Promise<ExitCode> {
  const inventory = await loadInventory(options.inventory, ports);
  return await tellHealth(inventory, options, await clusterPorts(inventory, ports));
}

export async function tellHealth(
  inventory: Inventory,
  options: HealthOptions,
  ports: Ports,
): Promise<ExitCode> {
  const series = await lookFor(options, inventory, ports);
  const report = toHealthReport({
    toolVersion: await packageVersion(ports),
    cluster: inventory.cluster,
    limits: inventory.limits,
    failOn: options.failOn,
    nodes: inventory.nodes,
    series,
    detections: detectAll(series, inventory.limits),
  });
  ports.streams.out(healthFormats[options.format](report, ports.streams));
  return report.exitCode;
}

async function lookFor(
  options: HealthOptions,
  inventory: Inventory,
  ports: Ports,
): Promise<Series> {
  const { limits, nodes } = inventory;
  const { clock, live, signal } = ports;
  const sessions = openSessions({ ...ports, access: inventory.cql, limits });
  live.update(`asking ${nodes.length} nodes`);
  try {
    return await collectSeries(
      nodes,
      {
        needs: new Set(detectors.flatMap((detector) => detector.needs)),
        follows: new Set(detectors.flatMap((detector) => detector.follows)),
        ends: new Set(detectors.flatMap((detector) => detector.ends ?? [])),
        forMs: options.forMs,
      },
      {
        ports,
        limits,
        signal,
        sessions,
        ...(options.deadlineMs === undefined
          ? {}
          : { deadlineAt: clock.now() + options.deadlineMs }),
      },
      (tick) => {
        live.update(tickText(tick));
      },
    );
  } finally {
    live.stop();
    await sessions.closeAll();
  }
}

function tickText({ at, until }: Tick): string {
  return until > at ? `watching, ${Math.ceil((until - at) / 1_000)} s left` : 'judging';
}
