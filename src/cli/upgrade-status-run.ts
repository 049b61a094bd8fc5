import { readControl, type Control } from '../execute/control.ts';
import { partWay } from '../execute/part-way.ts';
import { readRun } from '../execute/run-store.ts';
import { leavesToTakeBack } from '../execute/taken-back.ts';
import { UsageError } from '../model/errors.ts';
import { clearPlan } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { parsePlanFile } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import type { RollReport } from '../report/roll-report.ts';
import { rollReportText } from '../report/roll-tty.ts';
import { catalogue } from './catalogue.ts';
import { foundRun } from './found-run.ts';
import { isOver, rollStanding } from './roll-standing.ts';
import type { StatusOptions } from './upgrade-options.ts';

/** Reads plan and journal of a run; works while it goes on. Exit codes: 0, 2, 3 (refused), 4 (a node is part-way), 7 (paused). */
export async function runStatus(options: StatusOptions, ports: Ports): Promise<ExitCode> {
  const { stateDir, paths, next } = await foundRun(options, ports);
  const text = await ports.files.readText(paths.plan);
  if (text === undefined) {
    throw new UsageError(
      `${paths.plan}: the plan of this run is gone`,
      `its journal says what was done: ${paths.journal}`,
    );
  }
  const plan = parsePlanFile(text, paths.plan, catalogue);
  const history = await readRun(ports.files, paths, { plan, next });
  const report = await rollStanding(plan, history, stateDir, ports);
  const resume = needsNobody(report) ? undefined : next.resume(report.runId);
  const left = needsNobody(report) ? undefined : partWay(plan, history.progress);
  const mayGoBack = resume !== undefined && leavesToTakeBack(plan, history.progress);
  const back = mayGoBack ? next.rollback(report.runId) : undefined;
  const isJson = options.format === 'json';
  ports.streams.out(
    isJson
      ? `${JSON.stringify(report, null, 2)}\n`
      : rollReportText(report, {
          ...{ partWay: left?.text, resume, back, clear: next.plan(clearPlan) },
          later: next.later(plan),
        }),
  );
  if (report.how === 'running') tellAsked(await readControl(ports.files, paths), ports);
  return codeOf(report, left !== undefined);
}

/** What was asked of a run and has not come yet. */
function tellAsked({ asked }: Control, { streams }: Ports): void {
  if (asked !== undefined) {
    streams.err(`asked to ${asked}: it will before it begins the next node\n`);
  }
}

/** A run that goes on is nobody's concern. */
function needsNobody({ how }: RollReport): boolean {
  return isOver(how) || how === 'running';
}

/** What a script has to know: does an operator have to act? */
function codeOf(report: RollReport, isPartWay: boolean): ExitCode {
  if (needsNobody(report)) return exitCodes.ok;
  if (report.how === 'refused') return exitCodes.refused;
  if (report.how === 'paused') return exitCodes.paused;
  return isPartWay ? exitCodes.partWay : exitCodes.ok;
}
