import { Option, type Command } from 'commander';
import { defaultNetwork } from '../lab/spec.ts';
import { newLab } from '../lab/up-options.ts';
import { UsageError } from '../model/errors.ts';
import type { ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { usualPace, type LabDemoFlags, type LabLoadFlags, type LabUpFlags } from './lab-flags.ts';
import type { Launch } from './launch.ts';
import { countOption, durationOption, listOption } from './shared-options.ts';

const dirOption = () =>
  new Option(
    '--dir <dir>',
    'folder of the lab (default: this one if it is a lab, else lab in the XDG state folder)',
  );
const formatOption = () =>
  new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');

const alsoOption = () =>
  listOption(
    '--also <versions>',
    'further versions to fetch and configure, to roll to, comma separated or again',
  ).default([], 'none');

/** A command of one lab: of `--dir`, of this folder, or the usual one. */
async function onLab<F extends { readonly dir?: string }>(
  launch: Launch,
  flags: F,
  run: (ports: Ports, flags: F) => Promise<ExitCode>,
): Promise<void> {
  await launch(async (ports) => {
    const { inLab } = await import('./lab-here.ts');
    return await run(ports, await inLab(flags, ports));
  });
}

/** `ringward lab …`: real Cassandra nodes on loopback, or simulated ones. */
export function defineLab(program: Command, launch: Launch): void {
  const lab = program
    .command('lab')
    .description('Cassandra nodes to try things on: real ones on loopback, or simulated ones.')
    .enablePositionalOptions();
  defineUp(lab, launch);
  defineDown(lab, launch);
  defineStatus(lab, launch);
  defineLoad(lab, launch);
  defineExec(lab, launch);
  defineFault(lab, launch);
  defineDemo(lab, launch);
}

function defineUp(lab: Command, launch: Launch): void {
  lab
    .command('up')
    .description('Fetch Cassandra, start the nodes, wait until every node sees all of them up.')
    .argument('[version]', `Cassandra version (default: ${newLab.version})`)
    .addOption(countOption('--nodes <count>', `how many (default: ${newLab.nodes})`, 1, 50))
    .addOption(
      countOption('--racks <count>', 'spread them over so many (default: one each)', 1, 50),
    )
    .addOption(alsoOption())
    .addOption(dirOption())
    .option(
      '--network <prefix>',
      `first three bytes of the addresses (default: ${newLab.network})`,
      toNetwork,
    )
    .option('--heap <size>', `Java heap of a node (default: ${newLab.heapMb}m)`, toHeapMb)
    .option('--java <path>', 'Java to run the nodes with (default: the first that fits)')
    .option('--tarball <file>', 'take the version from this release archive, not from Maven')
    .option('--auth', 'passwords for CQL and JMX')
    .option('--tls', 'TLS between nodes, for CQL and for JMX')
    .option('--default-rf', 'leave system_auth with one replica')
    .option('--simulated', 'nodes that are simulated: no Java, no Maven, no time')
    .addOption(
      countOption(
        '--pace <factor>',
        `how fast the time of simulated nodes goes (default: ${usualPace})`,
        1,
        1_000,
      ),
    )
    .action(async (version: string | undefined, flags: LabUpFlags) => {
      await onLab(launch, flags, async (ports, of) =>
        (await import('./lab-run.ts')).runLabUp(version, of, ports),
      );
    });
}

function defineDemo(lab: Command, launch: Launch): void {
  lab
    .command('demo')
    .description(
      'The whole story on three nodes: health, plan, a rolling upgrade under load, report.',
    )
    .option('--from <version>', 'what the nodes begin with', '4.1.10')
    .option('--to <version>', 'what they are rolled to', '5.0.8')
    .option('--network <prefix>', 'first three bytes of the addresses', toNetwork, defaultNetwork)
    .option('--dir <dir>', 'folder of the lab (default: demo in the XDG state folder)')
    .option('--keep', 'leave the nodes up at the end')
    .option(
      '--simulated',
      'on simulated nodes, in seconds; also what is done without Java or Maven',
    )
    .action(async (flags: LabDemoFlags) => {
      await launch(async (ports) => (await import('./lab-demo-run.ts')).runLabDemo(flags, ports));
    });
}

function defineDown(lab: Command, launch: Launch): void {
  lab
    .command('down')
    .description(
      "Stop the lab's nodes; with --purge also remove the lab. Other files of its folder stay.",
    )
    .addOption(dirOption())
    .option('--purge', 'also remove data, logs and configuration')
    .action(async (flags: { dir?: string; purge?: boolean }) => {
      await onLab(launch, flags, async (ports, of) =>
        (await import('./lab-run.ts')).runLabDown(of, ports),
      );
    });
}

function defineStatus(lab: Command, launch: Launch): void {
  lab
    .command('status')
    .description('Which nodes run, and on which version. Exit 1 when one does not.')
    .addOption(dirOption())
    .addOption(formatOption())
    .action(async (flags: { dir?: string; format: 'text' | 'json' }) => {
      await onLab(launch, flags, async (ports, of) =>
        (await import('./lab-run.ts')).runLabStatus(of, ports),
      );
    });
}

function defineLoad(lab: Command, launch: Launch): void {
  lab
    .command('load')
    .description('Read and write at QUORUM until stopped, then read every acknowledged write back.')
    .addOption(dirOption())
    .addOption(countOption('--rate <count>', 'requests a second', 1, 10_000).default(100))
    .addOption(durationOption('--for <duration>', 'how long (default: until Ctrl-C)'))
    .option('--verify <ledger>', 'make no load; read the writes of this ledger back')
    .addOption(formatOption())
    .action(async (flags: LabLoadFlags) => {
      await onLab(launch, flags, async (ports, of) =>
        (await import('./lab-load-run.ts')).runLabLoad(of, ports),
      );
    });
}

function defineExec(lab: Command, launch: Launch): void {
  lab
    .command('exec')
    .description(
      "Run a node's own nodetool, start, stop, running, fetch, install, configure or log.",
    )
    .addOption(dirOption())
    .argument('<node>', 'node1, 1 or its address')
    .argument('<command...>', 'for instance: nodetool status; all that follows is its own')
    // What follows the node belongs to the command; a -- before it is for those who like it clear.
    .passThroughOptions()
    .action(async (node: string, given: string[], flags: { dir?: string }) => {
      const command = given[0] === '--' ? given.slice(1) : given;
      await onLab(launch, flags, async (ports, of) =>
        (await import('./lab-run.ts')).runLabExec({ ...of, node, command }, ports),
      );
    });
}

function defineFault(lab: Command, launch: Launch): void {
  lab
    .command('fault')
    .description('Make a node ill in one way, to see it found; release makes it well again.')
    .addOption(dirOption())
    .argument('<node>', 'node1, 1 or its address')
    .argument(
      '<fault>',
      'freeze-compaction, slow-requests, freeze-schema, deaf, hang-nodetool or release; simulated: docs/faults.md',
    )
    .action(async (node: string, fault: string, flags: { dir?: string }) => {
      await onLab(launch, flags, async (ports, of) =>
        (await import('./lab-fault-run.ts')).runLabFault({ ...of, node, fault }, ports),
      );
    });
}

function toNetwork(text: string): string {
  const parts = text.split('.');
  const isLoopback =
    parts.length === 3 &&
    parts[0] === '127' &&
    parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  if (isLoopback) return parts.map(Number).join('.');
  throw new UsageError(
    `--network: \`${text}\` is no loopback prefix`,
    'write three bytes: 127.0.9',
  );
}

function toHeapMb(text: string): number {
  const match = /^(\d{1,5})(m|g)$/i.exec(text);
  const megabytes = Number(match?.[1]) * (match?.[2]?.toLowerCase() === 'g' ? 1_024 : 1);
  if (megabytes >= 192) return megabytes;
  throw new UsageError(`--heap: \`${text}\` is no size of 192m or more`, 'write 384m or 1g');
}
