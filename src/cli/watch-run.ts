import { watchLooks } from '../collect/watch-looks.ts';
import { detectors } from '../detect/index.ts';
import { newWatch } from '../detect/watch.ts';
import { Interrupted, ToolError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { watchTale } from '../model/watch-tale.ts';
import type { WatchHead, WatchSummary } from '../model/watched.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPorts } from './cluster-ports.ts';
import { findingPages } from './finding-pages.ts';
import { loadInventory } from './load-inventory.ts';
import { packageVersion } from './package-version.ts';
import { sourcesOf, withSessions } from './watch-cluster.ts';
import { reportedBy } from './watch-findings.ts';
import type { WatchOptions } from './watch-options.ts';
import { charsetOf, screenView } from './watch-screen.ts';
import { linesView, ndjsonView, type WatchView } from './watch-view.ts';

/** Looks on until the time is over, `q` or a signal. Exit 0, 1 (findings), 5 (cannot tell) or the signal's. */
export async function runWatch(options: WatchOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadInventory(options, given);
  return await watchOn(inventory, options, await clusterPorts(inventory, given));
}

export async function watchOn(
  inventory: Inventory,
  options: WatchOptions,
  ports: Ports,
): Promise<ExitCode> {
  const quitting = new AbortController();
  const view = await viewFor(inventory, options, ports, () => {
    quitting.abort(new Quit());
  });
  const tale = watchTale(options.failOn);
  const signal = AbortSignal.any([ports.signal, quitting.signal]);
  signal.addEventListener('abort', view.close, { once: true });
  try {
    await lookOn(inventory, options, { ...ports, signal }, (watched) => {
      tale.add(watched);
      view.look(watched);
    });
  } catch (error) {
    if (error !== signal.reason) throw error;
  } finally {
    view.close();
  }
  const summary = tale.summary();
  if (!summary) throw withoutLook(signal);
  const exitCode = exitCodeOf(summary, signal);
  view.end(summary, exitCode);
  return exitCode;
}

/** There is nothing to sum up; an end without a word would look like a watch that found nothing. */
function withoutLook({ reason }: AbortSignal): ToolError {
  const why = 'nothing was judged: the first look was not over yet';
  return reason instanceof Interrupted
    ? new Interrupted(reason.signal, why)
    : new ToolError('ended before the first look', exitCodes.cannotTell, why);
}

class Quit extends Error {}

async function lookOn(
  inventory: Inventory,
  { forMs = Infinity }: WatchOptions,
  ports: Ports,
  onLook: (watched: ReturnType<ReturnType<typeof newWatch>>) => void,
): Promise<void> {
  const sources = {
    follows: new Set([...sourcesOf(({ follows }) => follows), 'client-view' as const]),
    ends: sourcesOf(({ ends }) => ends ?? []),
    needs: sourcesOf(({ needs }) => needs),
  };
  const take = newWatch(detectors, inventory.limits);
  await withSessions(inventory, {}, ports, async (context) => {
    for await (const look of watchLooks(inventory.nodes, sources, forMs, context)) {
      // From the first look on the view says how it stands.
      ports.live.stop();
      onLook(take(look));
    }
  });
}

async function viewFor(
  inventory: Inventory,
  { inventory: file, format, failOn }: WatchOptions,
  ports: Ports,
  quit: () => void,
): Promise<WatchView> {
  const { streams, openScreen, env } = ports;
  const head: WatchHead = {
    toolVersion: await packageVersion(ports),
    cluster: inventory.cluster,
    tickMs: inventory.limits.tickMs,
    nodes: inventory.nodes.length,
    failOn,
  };
  const reported = reportedBy(inventory, file);
  if (format === 'ndjson') return ndjsonView(head, reported, streams);
  if (!openScreen) return linesView(head, streams);
  const pages = await findingPages(ports);
  return screenView(openScreen, { head, pages, reported, charset: charsetOf(env), streams, quit });
}

/** A signal keeps its code, as shells expect. Findings win over what could not be told. */
function exitCodeOf(summary: WatchSummary, { reason }: AbortSignal): ExitCode {
  if (reason instanceof Interrupted) return reason.exitCode;
  if (summary.failing.length > 0) return exitCodes.findings;
  return summary.missing.length > 0 ? exitCodes.cannotTell : exitCodes.ok;
}
