import { Option, type Command } from 'commander';
import { consistencyLevels, type ConsistencyLevel } from '../model/consistency.ts';
import { UsageError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import type { Launch } from './launch.ts';
import type { InventoryFlags } from './load-inventory.ts';
import type { ProbeOptions } from './probe-options.ts';
import {
  countOption,
  durationOption,
  failOnOption,
  inventoryOption,
  listOption,
  viaOption,
} from './shared-options.ts';

/** Of each coordinator: 360 tries in 60 s tell 5 % that fail from none (detect/outside-view.ts). */
const usualRate = 6;
const mostRate = 50;

export function defineProbe(program: Command, launch: Launch): void {
  program
    .command('probe')
    .description(
      'Connect, log in, read and write through every coordinator as a client does, and compare what is seen ' +
        'from outside with what the nodes say of themselves.',
    )
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(
      durationOption(
        '--for <duration>',
        'how long; the longer, the smaller the share that is found',
      ).default(60_000, '60s'),
    )
    .addOption(
      countOption(
        '--rate <count>',
        'new connections and requests a second through each coordinator',
        1,
        mostRate,
      ).default(usualRate),
    )
    .addOption(
      listOption(
        '--consistency <levels>',
        'levels of reads and writes (default: as the inventory declares, or LOCAL_QUORUM)',
      ),
    )
    .addOption(new Option('--read-only', 'write nothing, also where ringward_probe is there'))
    .addOption(
      new Option(
        '--create-keyspace',
        'make the keyspace ringward_probe if it is absent; without it system.local is read instead',
      ),
    )
    .addOption(failOnOption())
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['tty', 'json', 'markdown'])
        .default('tty'),
    )
    .action(async (flags: ProbeFlags) => {
      const options = toOptions(flags);
      await launch(async (ports) => (await import('./probe-run.ts')).runProbe(options, ports));
    });
}

interface ProbeFlags extends InventoryFlags {
  readonly for: number;
  readonly rate: number;
  readonly consistency?: readonly string[];
  readonly readOnly?: boolean;
  readonly createKeyspace?: boolean;
  readonly failOn: Severity;
  readonly format: ProbeOptions['format'];
}

function toOptions(flags: ProbeFlags): ProbeOptions {
  const { inventory, via, consistency, readOnly = false, createKeyspace = false, ...rest } = flags;
  const { for: forMs, ...others } = rest;
  if (forMs === 0)
    throw new UsageError('--for 0s leaves no time to ask anybody', 'write --for 60s');
  if (readOnly && createKeyspace) {
    throw new UsageError(
      '--read-only and --create-keyspace exclude each other',
      'leave one of them out: a keyspace that is made is written to',
    );
  }
  return {
    ...others,
    forMs,
    isReadOnly: readOnly,
    mayCreate: createKeyspace,
    inventory,
    via,
    ...(consistency === undefined ? {} : { levels: consistency.map(toLevel) }),
  };
}

function toLevel(name: string): ConsistencyLevel {
  const level = consistencyLevels.find((one) => one === name.toUpperCase());
  if (level) return level;
  throw new UsageError(
    `--consistency: \`${name}\` is no consistency level`,
    `write one of: ${consistencyLevels.join(', ')}`,
  );
}
