import { openSessions, type CqlSessions } from '../collect/sessions.ts';
import { watchOutside, type OutsideWatch } from '../collect/outside-view.ts';
import { insideSources, insideView } from '../detect/inside-view.ts';
import { judgeCoordinator, outsideFindings } from '../detect/outside-view.ts';
import { Interrupted } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ExitCode } from '../model/outcome.ts';
import { failedOf, type OutsideView, type ProbeDeeds } from '../model/outside.ts';
import type { Series } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { probeFormats } from '../report/index.ts';
import { toProbeReport } from '../report/probe-report.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadInventory } from './load-inventory.ts';
import { lookOnce } from './look.ts';
import { nothingJudged } from './nothing-judged.ts';
import { packageVersion } from './package-version.ts';
import type { ProbeOptions } from './probe-options.ts';
import { prepareProbe, type Prepared } from './probe-prepare.ts';

/** Turns a second in all: so many this machine can begin without being measured itself. */
const mostTurnsPerSecond = 120;

/** In our time: a loop that stands still for longer has something else to do. */
const mostLateMs = 2_000;
/** Ten minutes of simulated nodes are seconds of ours. */
const mostLateSimulatedMs = 600_000;
/** Time of simulated nodes goes faster than ours: at more of it this machine would be measured. */
const mostSimulated = 2;

/** The outside view between two looks at the inside. Exit 0, 1 (findings) or 5 (cannot tell). */
export async function runProbe(options: ProbeOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const { cql: access, limits } = inventory;
  const sessions = openSessions({ ...ports, access, limits });
  try {
    return await probeWith(sessions, inventory, options, ports).catch(
      nothingJudged(
        () =>
          `--for ${options.forMs / 1_000}s and the looks around it were not over; give a shorter one`,
      ),
    );
  } finally {
    ports.live.stop();
    await sessions.closeAll();
  }
}

async function probeWith(
  sessions: CqlSessions,
  inventory: Inventory,
  options: ProbeOptions,
  ports: Ports,
): Promise<ExitCode> {
  const { live, signal } = ports;
  live.update(`asking ${inventory.nodes.length} nodes`);
  const first = await lookOnce(inventory.nodes, insideSources, inventory, ports);
  const prepared = await prepareProbe({ sessions, inventory, options, first }, ports);
  const ratePerSecond = rateFor(inventory, options);
  const request = {
    ratePerSecond,
    forMs: options.forMs,
    ...patienceWith(inventory),
    questions: prepared.questions,
  };
  const watch = watchOutside(inventory.nodes, request, { ports, sessions, signal });
  const last = await tellWritten(watch, prepared, async () => {
    await tellUntil(watch, options.forMs, ports);
    live.update('asking the nodes once more');
    return await lookOnce(inventory.nodes, insideSources, inventory, ports);
  });
  const series: Series = [first, last];
  const coordinators = watch
    .views()
    .map((view) => judgeCoordinator(view, insideView(series, inventory.limits, view.node)));
  const report = toProbeReport({
    toolVersion: await packageVersion(ports),
    at: last.at,
    cluster: inventory.cluster,
    failOn: options.failOn,
    forMs: options.forMs,
    ratePerSecond,
    coordinators,
    findings: outsideFindings(coordinators),
    deeds: deedsOf(prepared, watch),
    nodes: inventory.nodes,
    inventory: options.inventory,
  });
  live.stop();
  ports.streams.out(probeFormats[options.format](report, ports.streams));
  return report.exitCode;
}

/** What is connected twice and asked once, as a driver does, ends by its own limits before we give it up. */
export function patienceWith({ transport, limits }: Pick<Inventory, 'transport' | 'limits'>) {
  const ownLimitsMs = 3 * limits.cqlTimeoutMs;
  return typeof transport === 'string'
    ? { mostLateMs, longestTryMs: ownLimitsMs + mostLateMs }
    : { mostLateMs: mostLateSimulatedMs, longestTryMs: ownLimitsMs + mostLateSimulatedMs };
}

function rateFor({ nodes, transport }: Inventory, { rate }: ProbeOptions): number {
  const most = mostTurnsPerSecond / nodes.length;
  return Math.min(rate, most, typeof transport === 'string' ? most : mostSimulated);
}

const tellEveryMs = 1_000;

async function tellUntil(
  { views, done }: OutsideWatch,
  forMs: number,
  { clock, live, signal }: Ports,
): Promise<void> {
  const ending = new AbortController();
  const until = clock.now() + forMs;
  const tell = async () => {
    while (!ending.signal.aborted) {
      const leftMs = Math.max(0, until - clock.now());
      live.update(progressText(views(), leftMs));
      await clock.sleep(tellEveryMs, ending.signal);
    }
  };
  const telling = tell().catch(() => undefined);
  try {
    await done;
  } finally {
    ending.abort();
    await telling;
  }
  signal.throwIfAborted();
}

function progressText(views: readonly OutsideView[], leftMs: number): string {
  const counts = views.flatMap(({ phases }) => Object.values(phases));
  const failed = counts.reduce((sum, count) => sum + failedOf(count), 0);
  const tries = counts.reduce((sum, count) => sum + count.tries, 0);
  const left = leftMs > 0 ? `${Math.ceil(leftMs / 1_000)} s left` : 'waiting for the last answers';
  return `probing, ${left}, ${failed} of ${tries} tries failed`;
}

function deedsOf({ deeds }: Prepared, { views }: OutsideWatch): ProbeDeeds {
  const writes = views()
    .flatMap(({ requests }) => requests)
    .filter(({ operation }) => operation === 'write');
  const written = writes.reduce((sum, count) => sum + count.tries - failedOf(count), 0);
  return { ...deeds, written };
}

/** Nothing that was left behind goes unsaid, also when it is over too soon. */
async function tellWritten<T>(
  watch: OutsideWatch,
  prepared: Prepared,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { created, written, name, keptMinutes } = deedsOf(prepared, watch);
    if (!(error instanceof Interrupted) || (written === 0 && !created)) throw error;
    const made = created ? `${name} was made and stays; ` : '';
    const hint = `${made}${written} writes went to ${name}; its rows are gone by themselves after ${keptMinutes} min`;
    throw new Interrupted(error.signal, hint);
  }
}
