import { runHealth } from '../../src/cli/health-run.ts';
import { runRecord } from '../../src/cli/record-run.ts';
import type { HealthOptions } from '../../src/cli/health-options.ts';
import type { Ports } from '../../src/ports/index.ts';
import { simulatedRunner } from '../../src/simulate/runner.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { clusterOf, simulatedFrom } from '../simulate/simulated.ts';

export const recordingPath = '/rec/recording.ndjson.br';

/** With the nodetool that a recording has, so that both give the same advice. */
export const inventoryText = (addresses: readonly string[]) => `cluster: sim
limits: lab
nodetool: [nodetool, -h, '{address}']
nodes: [${addresses.join(', ')}]
`;

/** The ports to a simulated cluster, with its inventory in a file. */
export function stage(state: ClusterState = clusterOf(), given: Partial<Ports> = {}) {
  const { cql, clock, cluster, nodes } = simulatedFrom(state);
  const plain = nodes.map((node) => ({ ...node, nodetool: ['nodetool', '-h', node.address] }));
  const runner = simulatedRunner(cluster, plain);
  const files = memoryFiles({
    '/here/ringward.yaml': inventoryText(state.nodes.map(({ address }) => address)),
    '/pkg/package.json': '{"version":"1.2.3"}',
  });
  return { ...fakePorts({ runner, cql, clock, files, ...given }), cluster };
}

/** A recording of a simulated cluster, as text. */
export async function recordedText(state?: ClusterState, forMs = 0): Promise<string> {
  const ports = stage(state);
  await runRecord({ dir: '/rec', for: forMs }, ports);
  return ports.files.textOf(recordingPath) ?? '';
}

/** Only files: its other ports throw, so that no node can be asked. */
export function filesOnly(text: string) {
  const files = memoryFiles({ [recordingPath]: text, '/pkg/package.json': '{"version":"1.2.3"}' });
  return fakePorts({ files });
}

export async function healthFrom(text: string, given: Partial<HealthOptions> = {}) {
  const ports = filesOnly(text);
  const options = { from: '/rec', failOn: 'warning', format: 'json', ...given } as const;
  const exitCode = await runHealth(options, ports);
  return { exitCode, out: ports.streams.outText() };
}
