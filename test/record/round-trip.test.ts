import { expect, test } from 'vitest';
import { runHealth } from '../../src/cli/health-run.ts';
import { watchAll, type Watched } from '../../src/cli/watch-cluster.ts';
import { clusterSource, watchOf } from '../../src/cli/cluster-source.ts';
import { loadInventory } from '../../src/cli/load-inventory.ts';
import { recordingPorts } from '../../src/record/recorder.ts';
import { openRecording } from '../../src/record/recording-writer.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { clusterOf, start } from '../simulate/simulated.ts';
import { filesOnly, healthFrom, recordedText, recordingPath, stage } from './recorded.ts';

const situations: readonly (readonly [string, ClusterState])[] = [
  ['healthy', clusterOf()],
  ['of 3.11, which lacks many a source', clusterOf({ release: '3.11.19' })],
  [
    'with nodes that hang, talk nonsense and disagree',
    clusterOf({}, [
      { kind: 'nodetool-hangs', node: '10.0.0.1' },
      { kind: 'nodetool-says', node: '10.0.0.2', how: 'garbage' },
      { kind: 'schema-differs', node: '10.0.0.3' },
    ]),
  ],
  ['with a node that dies meanwhile', clusterOf({}, [dies(start + 12_000)])],
];

function dies(at: number) {
  return { kind: 'dies', node: '10.0.0.2', at } as const;
}

test.each(situations)(
  'a cluster %s: the same looks come out of its recording',
  async (_, state) => {
    const live = await watchRecorded(state);
    const { inventory, ports, recording } = await clusterSource(
      { from: '/rec' },
      filesOnly(live.text),
      loadInventory,
    );
    if (!recording) throw new Error('no recording');
    expect(await watchAll(inventory, watchOf(recording), ports)).toEqual(live.watched);
  },
);

async function watchRecorded(state: ClusterState): Promise<{ text: string; watched: Watched }> {
  const ports = stage(state);
  const inventory = await loadInventory({}, ports);
  const { cluster, consistency, limits, via, nodes } = inventory;
  const head = { kind: 'ringward-recording', format: 3, toolVersion: '1', forMs: 30_000 } as const;
  const writer = await openRecording(
    '/rec',
    { ...head, at: ports.clock.now(), inventory: { cluster, consistency, limits, via, nodes } },
    ports.files,
  );
  const recording = { ...ports, ...recordingPorts(ports, nodes, writer.keep) };
  const watched = await watchAll(inventory, { forMs: 30_000 }, recording, ({ at, snapshot }) => {
    writer.keep({ kind: 'look', at, begunAt: snapshot.at });
  });
  writer.keep({ kind: 'end', at: ports.clock.now() });
  await writer.close();
  return { text: ports.files.textOf(recordingPath) ?? '', watched };
}

test.each(situations)(
  'a cluster %s: the same report as of the cluster, save for the lines that say what a recording is',
  async (_, state) => {
    const ports = stage(state);
    const options = { forMs: 30_000, failOn: 'warning', format: 'tty' } as const;
    const exitCode = await runHealth(options, ports);
    const played = await healthFrom(await recordedText(state, 30_000), { format: 'tty' });
    const [title = '', , ...rest] = played.out
      .replace(/^commands for nodes are those [^,]*?\sits\sinventory\n/m, '')
      .split('\n');
    expect([title, ...rest].join('\n')).toBe(ports.streams.outText());
    expect(played.exitCode).toBe(exitCode);
  },
);
