import { posix as path } from 'node:path';
import { ConfigError, UsageError } from '../model/errors.ts';
import { applyEvent, noProgress, type Progress, type UpgradeEvent } from '../model/event.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import type { Files } from '../ports/files.ts';
import { readJournal } from './journal.ts';

/** Where runs are kept: `<stateDir>/<cluster>/runs/<runId>/` with plan, journal and report. */
export interface RunPaths {
  readonly folder: string;
  readonly plan: string;
  readonly journal: string;
  readonly control: string;
  readonly reportJson: string;
  readonly reportMarkdown: string;
}

export function runPaths(stateDir: string, cluster: string, runId: string): RunPaths {
  const folder = path.join(clusterFolder(stateDir, cluster), 'runs', runId);
  return {
    folder,
    plan: path.join(folder, 'plan.json'),
    journal: path.join(folder, 'journal.ndjson'),
    control: path.join(folder, 'control.json'),
    reportJson: path.join(folder, 'report.json'),
    reportMarkdown: path.join(folder, 'report.md'),
  };
}

export function lockPath(stateDir: string, cluster: string): string {
  return path.join(clusterFolder(stateDir, cluster), 'lock');
}

/** A cluster name may hold anything; a folder name may not. */
function clusterFolder(stateDir: string, cluster: string): string {
  return path.join(stateDir, encodeURIComponent(cluster).replaceAll('.', '%2E'));
}

/** The run named, or the newest one that has begun: the one with a journal. */
export async function findRun(
  files: Files,
  stateDir: string,
  cluster: string,
  runId: string | undefined,
  next: Pick<NextCommands, 'begin'>,
): Promise<string> {
  const runs = await runsOf(files, stateDir, cluster);
  const newest = await newestRun(files, stateDir, cluster);
  if (runId === undefined && newest !== undefined) return newest;
  if (runId !== undefined && runs.includes(runId)) return runId;
  const known =
    newest === undefined
      ? `none was begun from here; of one begun on another machine, or with another --state-dir, \`ringward upgrade status\` there tells; a new one is begun by: ${next.begin}`
      : `the newest is ${newest}`;
  const which = runId === undefined ? 'no run' : `no run ${runId}`;
  throw new UsageError(`${which} of cluster ${cluster} in ${stateDir}`, known);
}

/** Undefined: none has begun. */
export async function newestRun(
  files: Files,
  stateDir: string,
  cluster: string,
): Promise<string | undefined> {
  for (const run of (await runsOf(files, stateDir, cluster)).toReversed()) {
    if (await files.exists(runPaths(stateDir, cluster, run).journal)) return run;
  }
  return undefined;
}

/** Those that have begun after this one. */
export async function runsAfter(
  files: Files,
  stateDir: string,
  cluster: string,
  runId: string,
): Promise<readonly string[]> {
  const later = (await runsOf(files, stateDir, cluster)).filter((run) => run > runId);
  const begun = await Promise.all(
    later.map((run) => files.exists(runPaths(stateDir, cluster, run).journal)),
  );
  return later.filter((_, index) => begun[index]);
}

async function runsOf(files: Files, stateDir: string, cluster: string): Promise<readonly string[]> {
  return await files.list(path.join(clusterFolder(stateDir, cluster), 'runs'));
}

export interface RunHistory {
  readonly events: readonly UpgradeEvent[];
  readonly progress: Progress;
}

/** A run, and what to type about it. */
export interface RunAbout {
  readonly plan: Pick<Plan, 'playbook' | 'toVersion'> &
    Partial<Pick<Plan, 'nodes' | 'cures' | 'accepted'>>;
  readonly next: NextCommands;
}

/** What to do when the journal of a run says nothing of what was done. */
export function beginAnew(paths: RunPaths, { plan, next }: RunAbout): string {
  const what =
    plan.toVersion === undefined
      ? 'every node is taken again'
      : 'what is done already is not done again';
  return `look: ${next.health}, then start anew: ${next.again(plan, paths.plan)}; ${what}`;
}

export async function readRun(files: Files, paths: RunPaths, about: RunAbout): Promise<RunHistory> {
  const text = await files.readText(paths.journal);
  if (text === undefined) {
    throw new ConfigError(
      paths.journal,
      'there is no journal',
      `this run did not begin: begin it with ${about.next.again(about.plan, paths.plan)}`,
    );
  }
  const events = readJournal(text, paths.journal, beginAnew(paths, about));
  return { events, progress: events.reduce(applyEvent, noProgress) };
}
