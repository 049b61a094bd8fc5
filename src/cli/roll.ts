import { posix as path } from 'node:path';
import { askAlerts } from '../collect/alerts.ts';
import { detectors } from '../detect/index.ts';
import { runPlan } from '../execute/run.ts';
import { readRun, runPaths, type RunHistory, type RunPaths } from '../execute/run-store.ts';
import { leavesToTakeBack } from '../execute/taken-back.ts';
import { gates } from '../gates/index.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../model/event.ts';
import { LockHeld } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { clearPlan, type NextCommands } from '../model/next-command.ts';
import { rolledOf, type Plan } from '../model/plan.ts';
import { mostAtOnce } from '../model/waves.ts';
import { printable } from '../model/printable.ts';
import type { Ports } from '../ports/index.ts';
import { rollJunit } from '../report/roll-junit.ts';
import { rollLines } from '../report/roll-lines.ts';
import { toRollReport, type RollReport } from '../report/roll-report.ts';
import { rollReportMarkdown, rollReportText } from '../report/roll-tty.ts';
import { looker } from './look.ts';
import type { RollFormat } from './roll-options.ts';

export interface Roll {
  readonly runId: string;
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly stateDir: string;
  readonly next: NextCommands;
  readonly format: RollFormat;
  /** Irreversible steps, by name. */
  readonly approved?: readonly string[];
  /** As it was typed. */
  readonly junit?: string | undefined;
  readonly takeOverLock?: string | undefined;
  /** Only sees how the steps that were cut off end. */
  readonly isSettling?: boolean | undefined;
  /** Given when an earlier part of the run is taken up again. */
  readonly history?: RunHistory;
}

/** Carries a plan out (or on), shows it as it happens and leaves the report beside the journal. */
export async function roll(options: Roll, ports: Ports): Promise<RollReport> {
  ports.ignoreHangUp();
  const { inventory, plan } = options;
  const paths = runPaths(options.stateDir, plan.cluster, options.runId);
  const looks = looker(inventory, plan.limits, ports, plan.consistency);
  const onSignal = () => {
    ports.live.clear();
    const what = mostAtOnce(plan.nodes) === undefined ? 'the node' : 'the nodes';
    ports.streams.err(`finishing ${what} under way, then stopping; once more leaves at once\n`);
  };
  ports.signal.addEventListener('abort', onSignal, { once: true });
  try {
    await runPlan({
      ...options,
      paths,
      ...(options.history ? { progress: options.history.progress } : {}),
      gates,
      detectors,
      lookAt: looks.at,
      alerts: () => askAlerts(inventory.alerts, { ...ports, signal: ports.secondSignal }),
      show: shower(options, ports),
      warn: (text) => {
        ports.streams.err(`warning: ${printable(text)}\n`);
      },
      ports,
    });
  } catch (error) {
    // How far it came is what the operator wants to know, above all after a failure.
    if (!(error instanceof LockHeld)) await leaveReport(options, paths, ports).catch(warner(ports));
    throw error;
  } finally {
    ports.signal.removeEventListener('abort', onSignal);
    ports.live.stop();
    await looks.close();
  }
  return await leaveReport(options, paths, ports);
}

async function leaveReport(options: Roll, paths: RunPaths, ports: Ports): Promise<RollReport> {
  const hasJournal = await ports.files.exists(paths.journal);
  const events = hasJournal ? (await readRun(ports.files, paths, options)).events : [];
  const report = toRollReport(options.plan, events);
  if (!hasJournal) return report;
  await writeReport(report, paths, ports).catch(warner(ports));
  await writeJunit(options, events, ports);
  if (options.format === 'tty') ports.streams.out(reportText(report, events, options));
  return report;
}

async function writeReport(report: RollReport, paths: RunPaths, { files }: Ports): Promise<void> {
  await files.writeText(paths.reportJson, `${JSON.stringify(report, null, 2)}\n`);
  await files.writeText(paths.reportMarkdown, rollReportMarkdown(report));
}

/** Somebody waits for it; how the roll ended is still worth more than that it could not be written. */
async function writeJunit(
  { junit, plan }: Roll,
  events: readonly UpgradeEvent[],
  ports: Ports,
): Promise<void> {
  if (junit === undefined) return;
  const file = path.resolve(ports.cwd, junit);
  await ports.files.writeText(file, rollJunit(plan, events)).catch(warner(ports));
}

/** How the roll ended stands, whether its report can be written or not. */
function warner({ streams }: Ports): (reason: unknown) => void {
  return (reason) => {
    const why = reason instanceof Error ? reason.message : String(reason);
    streams.err(`warning: the report could not be written: ${printable(why)}\n`);
  };
}

function reportText(
  report: RollReport,
  events: readonly UpgradeEvent[],
  { stateDir, plan, runId, next }: Roll,
): string {
  const paths = runPaths(stateDir, plan.cluster, runId);
  const clear = next.plan(clearPlan);
  const later = next.later(plan);
  const mayGoBack = leavesToTakeBack(plan, events.reduce(applyEvent, noProgress));
  const back = mayGoBack ? next.rollback(runId) : undefined;
  return `\n${rollReportText(report, { back, clear, later })}journal: ${paths.journal}\nreport:  ${paths.reportMarkdown}\n`;
}

function shower({ format, plan, history }: Roll, ports: Ports): (event: UpgradeEvent) => void {
  if (format === 'ndjson') {
    return (event) => {
      ports.streams.out(`${JSON.stringify(event)}\n`);
    };
  }
  const render = rollLines(rolledOf(plan.nodes).length, history?.progress.done.length ?? 0);
  return (event) => {
    const { lines, live } = render(event);
    if (lines.length > 0) {
      ports.live.clear();
      ports.streams.out(lines.map((line) => `${line}\n`).join(''));
    }
    if (live) ports.live.update(live);
  };
}
