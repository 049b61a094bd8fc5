import { readControl, type Control } from '../execute/control.ts';
import { partWay } from '../execute/part-way.ts';
import { readRun } from '../execute/run-store.ts';
import { leavesToTakeBack } from '../execute/taken-back.ts';
import { progressOf, type Progress } from '../model/event.ts';
import { clearPlan, type NextCommands } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { rolledOf, type Plan } from '../model/plan.ts';
import type { Ports } from '../ports/index.ts';
import type { RollReport } from '../report/roll-report.ts';
import { rollReportText } from '../report/roll-tty.ts';
import { foundRun } from './found-run.ts';
import { readPlanOfRun } from './read-plan.ts';
import { isOver, rollStanding } from './roll-standing.ts';
import type { StatusOptions } from './upgrade-options.ts';

/** Reads plan and journal of a run; works while it goes on. Exit codes: 0, 2, 3 (refused), 4 (a node is part-way), 7 (paused). */
export async function runStatus(options: StatusOptions, ports: Ports): Promise<ExitCode> {
  const { stateDir, paths, next } = await foundRun(options, ports);
  const plan = await readPlanOfRun(paths, ports);
  const history = await readRun(ports.files, paths, { plan, next });
  const report = await rollStanding(plan, history, stateDir, ports);
  const toDo = toDoOf(plan, history.progress, report, next);
  const control = await readControl(ports.files, paths);
  const approve = waitsFor(plan, history.progress, control).map((name) =>
    next.approve(name, report.runId),
  );
  const isJson = options.format === 'json';
  ports.streams.out(
    isJson
      ? statusJson(report, toDo)
      : rollReportText(report, {
          ...{ ...toDo, clear: next.plan(clearPlan) },
          approve: report.how === 'paused' ? approve : [],
          later: next.later(plan),
        }),
  );
  if (report.how === 'running') tellAsked(control, ports);
  return codeOf(report, toDo.partWay !== undefined);
}

type ToDo = Readonly<Record<'partWay' | 'resume' | 'anew' | 'back', string | undefined>>;

/** Of a run that needs nobody there is nothing to do. */
function toDoOf(plan: Plan, progress: Progress, report: RollReport, next: NextCommands): ToDo {
  const { runId } = report;
  const isOpen = !needsNobody(report);
  const mayGoOn = isOpen && progress.newPlan !== 'needed';
  return {
    partWay: isOpen ? partWay(plan, progress)?.text : undefined,
    resume: mayGoOn ? next.resume(runId) : undefined,
    anew: isOpen && progress.newPlan !== undefined ? next.plan(plan) : undefined,
    back: isOpen && leavesToTakeBack(plan, progress) ? next.rollback(runId) : undefined,
  };
}

/** What is to be approved before the next node is begun; what was given meanwhile the run has not read yet. */
function waitsFor(
  { nodes }: Plan,
  progress: Progress,
  { approved: given }: Control,
): readonly string[] {
  const next = rolledOf(nodes).find(({ address }) => progressOf(progress, address) === undefined);
  return (next?.approvals ?? []).filter(
    (name) => !progress.approved.includes(name) && !given.includes(name),
  );
}

/** The report, and what a program has to know beside it; null: there is none. */
function statusJson(report: RollReport, { partWay: text, resume, anew, back }: ToDo): string {
  const toDo = { partWay: text ?? null, resume: resume ?? null, rollback: back ?? null };
  return `${JSON.stringify({ ...report, ...toDo, newPlan: anew ?? null }, null, 2)}\n`;
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
