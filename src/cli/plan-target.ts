import { posix as path } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { mostBytes } from '../model/most-bytes.ts';
import { nextCommand, type GivenOptions } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import { shLine } from '../model/sh-quote.ts';
import { isPlanText, planFileText } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import { planMarkdown } from '../report/plan-markdown.ts';
import { planText } from '../report/roll-tty.ts';

/** Where a plan is to be written, and how it is shown. */
export interface PlanTarget {
  readonly out: string;
  /** Write over a file that is no plan. */
  readonly force?: boolean;
  readonly format: keyof typeof renderings;
}

const renderings = { tty: planText, json: planFileText, markdown: planMarkdown } as const;

/**
 * Whether something is there that the plan will replace. A plan may be: every run keeps a copy of its own. What
 * is no plan is somebody's, and is asked about before the cluster is. Throws UsageError.
 */
export async function requireReplaceable(
  { out, force = false }: PlanTarget,
  { files, cwd }: Ports,
): Promise<boolean> {
  const file = path.resolve(cwd, out);
  // Devices are refused when it is written; to read one may never end.
  if (file.startsWith('/dev/')) return false;
  const text = force ? undefined : await files.readText(file, mostBytes.plan);
  if (text === undefined || text === '') return false;
  if (isPlanText(text)) return true;
  throw new UsageError(
    `${file} is there and is no plan: it was left as it is`,
    `give another file, --out FILE, or write over it: ${shLine(['--out', out, '--force'])}`,
  );
}

/** Writes and shows it, and says how it is carried out; `more` is shown behind it. */
export async function leavePlan(
  plan: Plan,
  target: PlanTarget & GivenOptions & { readonly isReplaced: boolean; readonly more?: string },
  { files, streams, cwd }: Ports,
): Promise<void> {
  const { out, format, isReplaced, more = '' } = target;
  const file = path.resolve(cwd, out);
  await files.writeText(file, planFileText(plan));
  streams.out(renderings[format](plan) + more);
  const instead = isReplaced ? ', replacing the plan that was there' : '';
  const next = nextCommand(['upgrade', 'run', out], target);
  streams.err(`plan written to ${file}${instead}\nnext: ${next}\n`);
}
