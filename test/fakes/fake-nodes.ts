import type { PlannedNode } from '../../src/model/plan.ts';
import type { NodeSnapshot, Snapshot, SourceId } from '../../src/model/snapshot.ts';
import type { Seen } from '../../src/model/seen.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import type { CommandResult, Runner, RunRequest } from '../../src/ports/runner.ts';
import type { fakeClock } from './fake-clock.ts';
import { exited } from './fake-runner.ts';

/** What a node is right now. Tests change it; commands change it as a real node would. */
export interface FakeNode {
  process: 'running' | 'stopped';
  mode: string;
  generation: number;
  release: string;
  /** The release that the next start brings up. */
  installed: string;
  /** How often the process was stopped. */
  stops: number;
}

type Fault = (request: RunRequest, node: FakeNode) => CommandResult | undefined;

/**
 * A few nodes behind the runner and look ports: `stop`, `start`, `running`, `install V`,
 * `configure V`, `log` and `nodetool drain` act on their state. No Cassandra text in it.
 */
export function fakeNodes(
  addresses: readonly string[],
  clock: ReturnType<typeof fakeClock>,
  release = '4.1.10',
) {
  const nodes = new Map(addresses.map((address) => [address, newNode(release)]));
  const commands: string[] = [];
  const faults: { words: string; fault: Fault }[] = [];
  const node = (address: string) => {
    const found = nodes.get(address);
    if (!found) throw new Error(`no node ${address}`);
    return found;
  };
  const runner: Runner = {
    run(request) {
      const line = `${request.node ?? ''} ${request.argv.join(' ')}`;
      commands.push(line);
      const state = node(request.node ?? '');
      const found = faults.find(({ words }) => line.includes(words));
      const result = found?.fault(request, state);
      return Promise.resolve(result ?? act(request, state, clock.now()));
    },
  };
  const look = (needs: (address: string) => ReadonlySet<SourceId>): Promise<Snapshot> =>
    Promise.resolve({
      at: clock.now(),
      nodes: addresses.map((address) =>
        snapshotOf(address, node(address), needs(address), clock.now()),
      ),
    });
  return {
    runner,
    look,
    node,
    commands,
    /** Commands that changed something, in order. */
    acts: () => commands.filter((line) => !/ (running|log)$/.test(line)),
    /** Makes commands whose line holds `words` behave otherwise; undefined = as usual. */
    fault: (words: string, fault: Fault) => void faults.unshift({ words, fault }),
    heal: () => void (faults.length = 0),
    planned: (steps: readonly PlannedStep[]) =>
      addresses.map((address) => plannedNode(address, release, steps)),
  };
}

function newNode(release: string): FakeNode {
  return {
    process: 'running',
    mode: 'NORMAL',
    generation: 1_000,
    release,
    installed: release,
    stops: 0,
  };
}

function act({ argv }: RunRequest, node: FakeNode, now: number): CommandResult {
  switch (argv[0] ?? '') {
    case 'running':
      return exited('', node.process === 'running' ? 0 : 1);
    case 'stop':
      if (node.process === 'running') node.stops += 1;
      node.process = 'stopped';
      return exited('');
    case 'install':
      node.installed = argv[1] ?? node.installed;
      return exited('');
    case 'configure':
      return exited('');
    case 'log':
      return exited('ERROR the last line of the log\n');
    case 'start':
      if (node.process === 'running') return exited('');
      Object.assign(node, {
        process: 'running',
        mode: 'NORMAL',
        release: node.installed,
        generation: Math.floor(now / 1_000),
      });
      return exited('');
    case 'nodetool':
      if (argv[1] === 'drain') node.mode = 'DRAINED';
      return node.process === 'running' ? exited('') : exited('', 1, 'Connection refused');
    default:
      throw new Error(`unexpected command: ${argv.join(' ')}`);
  }
}

function snapshotOf(
  address: string,
  node: FakeNode,
  needs: ReadonlySet<SourceId>,
  at: number,
): NodeSnapshot {
  const isUp = node.process === 'running';
  const answers = isUp && node.mode === 'NORMAL';
  const refused = {
    kind: 'missing',
    at,
    why: 'unreachable',
    detail: 'connection refused',
  } as const;
  const seen = <T>(value: T, is: boolean): Seen<T> => (is ? { kind: 'seen', at, value } : refused);
  return {
    address,
    sources: {
      ...(needs.has('netstats') ? { netstats: seen({ mode: node.mode, streams: [] }, isUp) } : {}),
      ...(needs.has('cql-local') ? { 'cql-local': seen(cqlLocal(address, node), answers) } : {}),
    },
  };
}

function cqlLocal(address: string, node: FakeNode) {
  return {
    releaseVersion: node.release,
    hostId: `id-${address}`,
    dc: 'dc1',
    rack: 'rack1',
    schemaVersion: 's1',
    gossipGeneration: node.generation,
    clusterName: 'fake',
    bootstrapped: 'COMPLETED',
    tokenCount: 16,
  };
}

function plannedNode(
  address: string,
  fromVersion: string,
  steps: readonly PlannedStep[],
): PlannedNode {
  return {
    address,
    hostId: `id-${address}`,
    dc: 'dc1',
    rack: 'rack1',
    tokenCount: 16,
    fromVersion,
    reason: 'its turn',
    steps,
    commands: {
      stop: ['stop'],
      running: ['running'],
      install: ['install', '5.0.8'],
      configure: ['configure', '5.0.8'],
      start: ['start'],
      log: ['log'],
    },
  };
}
