import { posix as path } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { mostBytes } from '../model/most-bytes.ts';
import { nextCommand } from '../model/next-command.ts';
import { sameLine } from '../model/playbook.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { shLine } from '../model/sh-quote.ts';
import { isPlanText, planFileText } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import { planMarkdown } from '../report/plan-markdown.ts';
import { planText } from '../report/roll-tty.ts';
import { acceptancesOf } from './acceptances.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadRollInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { planRequest } from './make-plan.ts';
import { diffText, planOrWhy } from './plan-or-why.ts';
import type { PlanOptions } from './upgrade-options.ts';

/** Reads the cluster, writes the plan file. Exit 3 when preflight refuses, 5 when it cannot tell. */
export async function runPlan(options: PlanOptions, given: Ports): Promise<ExitCode> {
  const accepted = acceptancesOf(options);
  refuseOtherDiff(options);
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const playbook = await loadPlaybook(options.playbook, inventory.limits, ports);
  if (playbook.to !== undefined && options.to === undefined) {
    throw new UsageError(
      playbook.to === sameLine
        ? `playbook ${playbook.name} goes to another release of the line: --to is missing`
        : `playbook ${playbook.name} goes to ${playbook.to}: --to is missing`,
      'name the release, for instance: --to 5.0.8',
    );
  }
  const file = path.resolve(ports.cwd, options.out);
  const isReplaced = await requireReplaceable(file, options, ports);
  const request = await planRequest(
    {
      inventory,
      playbook,
      ...(options.to === undefined ? {} : { toVersion: options.to }),
      cures: options.cures,
      only: options.only,
      accepted,
    },
    ports,
  );
  const plan = planOrWhy(request, options, ports);
  await ports.files.writeText(file, planFileText(plan));
  ports.streams.out(renderings[options.format](plan) + diffText(request, options));
  const next = nextCommand(['upgrade', 'run', options.out], options);
  const instead = isReplaced ? ', replacing the plan that was there' : '';
  ports.streams.err(`plan written to ${file}${instead}\nnext: ${next}\n`);
  return exitCodes.ok;
}

const renderings = { tty: planText, json: planFileText, markdown: planMarkdown } as const;

function refuseOtherDiff({ yamlDiff = false, format }: PlanOptions): void {
  if (!yamlDiff || format === 'tty') return;
  throw new UsageError(
    `--yaml-diff is text for a terminal, and --format ${format} was asked for`,
    'leave one out',
  );
}

/**
 * Whether something is there that the plan will replace. A plan may be: every run keeps a copy of its own. What
 * is no plan is somebody's, and is asked about before the cluster is.
 */
async function requireReplaceable(
  file: string,
  { out, force = false }: PlanOptions,
  { files }: Ports,
): Promise<boolean> {
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
