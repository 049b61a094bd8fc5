import { Option, type Command } from 'commander';
import type { Launch } from './launch.ts';
import {
  acceptOptions,
  curesOption,
  junitOption,
  onlyOption,
  parallelOption,
  rollFormatOption,
  takeOverLockOption,
  withRun,
  yesOption,
} from './roll-options.ts';
import {
  countOption,
  eachOption,
  fromOption,
  inventoryOption,
  viaOption,
  listOption,
  stateDirOption,
} from './shared-options.ts';
import { defineControl } from './upgrade-control.ts';
import type {
  DiffOptions,
  PlanOptions,
  RehearseOptions,
  ResumeOptions,
  RunOptions,
  StatusOptions,
} from './upgrade-options.ts';

export function defineUpgrade(program: Command, launch: Launch): void {
  const upgrade = program
    .command('upgrade')
    .description('Roll the cluster to another version: plan, rehearse, run, and steer the run.');
  definePlan(upgrade, launch);
  defineDiff(upgrade, launch);
  defineRehearse(upgrade, launch);
  defineRun(upgrade, launch);
  defineResume(upgrade, launch);
  defineStatus(upgrade, launch);
  defineControl(upgrade, launch);
}

function definePlan(upgrade: Command, launch: Launch): void {
  const plan = upgrade
    .command('plan')
    .description('Read the cluster and write a frozen, reviewable plan. Touches nothing.')
    .option('--to <version>', 'the release to roll to, such as 5.0.8 (none for a restart)')
    .option('--playbook <name-or-file>', 'a shipped playbook or a file', 'upgrade-4.1-to-5.0')
    .option('--out <file>', 'where to write the plan; one that is there is replaced', 'plan.json')
    .option('--force', 'write over a file that is no plan')
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(stateDirOption())
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['tty', 'json', 'markdown'])
        .default('tty'),
    )
    .addOption(curesOption('this roll is meant to cure'))
    .addOption(onlyOption())
    .addOption(parallelOption())
    .option(
      '--yaml-diff',
      'show what must be changed in the cassandra.yaml of each node; nothing is written',
    )
    .action(async (flags: PlanOptions) => {
      await launch(async (ports) => (await import('./upgrade-plan-run.ts')).runPlan(flags, ports));
    });
  const what = 'go on although this rule blocks (docs/preflight.md) or keyspace=NAME loses a level';
  for (const option of acceptOptions(what)) plan.addOption(option);
}

function defineDiff(upgrade: Command, launch: Launch): void {
  upgrade
    .command('diff')
    .description(
      'Say what has changed since a plan was made, and whether it still fits. Touches nothing.',
    )
    .argument('<plan>', 'the plan file')
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['tty', 'json']).default('tty'),
    )
    .action(async (plan: string, flags: Omit<DiffOptions, 'plan'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-diff-run.ts')).runDiff({ ...flags, plan }, ports),
      );
    });
}

/** Whatever a run would end with: its own code would say that nodes were touched. */
const rehearsalCodes = `
Exit codes:
  0  the plan goes through, and no range is ever lost
  1  a range would be lost, or the plan does not go through: the report says where
  2  usage or configuration error
  5  cannot tell: what the twin is made of was not seen`;

function defineRehearse(upgrade: Command, launch: Launch): void {
  upgrade
    .command('rehearse')
    .description(
      'Carry a plan out on a simulated twin of the cluster: who is down when, for how long, and whether ' +
        'every range stays safe. The cluster is looked at, never touched.',
    )
    .argument('<plan>', 'the plan file')
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(fromOption())
    .addOption(
      listOption(
        '--faults <list>',
        'what goes wrong, as fault@address, comma separated or again (docs/faults.md)',
      ),
    )
    .addOption(
      countOption('--seed <number>', 'another seed, other delays', 0, 999_999_999).default(1),
    )
    .addOption(
      countOption('--seeds <count>', 'rehearse with so many seeds and summarise', 1, 100_000),
    )
    .addOption(
      new Option('--format <format>', 'how to print it; ndjson: every event, then the result')
        .choices(['tty', 'json', 'ndjson'])
        .default('tty'),
    )
    .addHelpText('after', rehearsalCodes)
    .action(async (plan: string, flags: Omit<RehearseOptions, 'plan'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-rehearse-run.ts')).runRehearse({ ...flags, plan }, ports),
      );
    });
}

function defineRun(upgrade: Command, launch: Launch): void {
  upgrade
    .command('run')
    .description('Carry a plan out: one node after the other, or wave by wave where it has waves.')
    .argument('<plan>', 'the plan file')
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(stateDirOption())
    .addOption(rollFormatOption())
    .addOption(junitOption())
    .addOption(yesOption())
    .addOption(takeOverLockOption())
    .addOption(
      eachOption(
        '--approve <step>',
        'approve this irreversible step, which --yes does not cover; again for each',
      ),
    )
    .action(async (plan: string, flags: Omit<RunOptions, 'plan'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-run.ts')).runUpgrade({ ...flags, plan }, ports),
      );
    });
}

function defineResume(upgrade: Command, launch: Launch): void {
  upgrade
    .command('resume')
    .description('Go on with an interrupted run; the cluster is asked before anything is done.')
    .argument('[run]', 'run id (default: the newest)')
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(stateDirOption())
    .addOption(rollFormatOption())
    .addOption(junitOption())
    .addOption(takeOverLockOption())
    .option(
      '--settle',
      'only see how the steps that were cut off end, and stop there: before upgrade rollback',
    )
    .action(async (run: string | undefined, flags: Omit<ResumeOptions, 'run'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-run.ts')).resumeUpgrade(withRun(run, flags), ports),
      );
    });
}

function defineStatus(upgrade: Command, launch: Launch): void {
  upgrade
    .command('status')
    .description('Say how far a run is, node by node.')
    .argument('[run]', 'run id (default: the newest)')
    .addOption(inventoryOption())
    .addOption(stateDirOption())
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['tty', 'json']).default('tty'),
    )
    .action(async (run: string | undefined, flags: Omit<StatusOptions, 'run'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-status-run.ts')).runStatus(withRun(run, flags), ports),
      );
    });
}
