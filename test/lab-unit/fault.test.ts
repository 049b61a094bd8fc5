import { describe, expect, test } from 'vitest';
import { labFault } from '../../src/lab/fault.ts';
import { nodeScripts } from '../../src/lab/node-scripts.ts';
import { labNodes } from '../../src/lab/spec.ts';
import type { CommandResult } from '../../src/ports/runner.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { specOf } from './spec-of.ts';

const spec = specOf();
const jar = '/cache/byteman-4.0.24/lib/byteman-4.0.24.jar';
const rulesFile = '/lab/node3/tmp/freeze-compaction.btm';
const submit = ['/jvm/bin/java', '-cp', '/cache/byteman-4.0.24/lib/*'];

interface World {
  readonly runs?: boolean;
  readonly isCached?: boolean;
  /** Pid that listens where the agent would. */
  readonly agent?: number;
  readonly maven?: CommandResult;
  readonly install?: CommandResult;
  readonly load?: CommandResult;
  readonly unload?: CommandResult;
}

/** A lab of three nodes in /lab whose third one is process 7. */
function world({ runs = true, isCached = true, agent, ...answers }: World = {}) {
  const nodetools = labNodes(spec).map(
    (node) => [`${node.home}/nodetool`, nodeScripts(spec, node)['nodetool'] ?? ''] as const,
  );
  const files = memoryFiles({
    '/lab/lab.json': JSON.stringify(spec),
    '/lab/node3/pid': '7\n',
    ...Object.fromEntries(nodetools),
    ...(isCached ? { [jar]: '' } : {}),
  });
  const processes = fakeProcesses(runs ? { 7: 'java -Dlog=/lab/node3/logs' } : {});
  if (agent !== undefined)
    processes.listeners.set('127.0.0.3:9091', { pid: agent, command: 'java x' });
  const runner = fakeRunner([
    ['mvn', answers.maven ?? (() => files.writeText(jar, '').then(() => ''))],
    ['install.Install', answers.install ?? ''],
    [
      'submit.Submit -l',
      answers.load ?? 'install rule RULE ringward freeze-compaction updateProgress\n',
    ],
    [
      'submit.Submit -u',
      answers.unload ?? 'uninstall RULE ringward freeze-compaction updateProgress\n',
    ],
  ]);
  const ports = fakePorts({ files, processes, runner });
  const fault = async (name: string, node = 'node3') => {
    await labFault({ dir: '/lab', node, fault: name }, ports);
    return ports.streams.errText();
  };
  return { files, runner, fault, argvs: () => runner.requests.map(({ argv }) => argv) };
}

describe('freeze-compaction', () => {
  test('loads the agent into the process of the node, then a rule for user keyspaces', async () => {
    const { fault, argvs, files } = world();
    expect(await fault('freeze-compaction', '3')).toBe(
      'node3: compactions of user tables take 20 s a row until they are released; to begin one: ' +
        'ringward lab exec --dir /lab node3 nodetool flush, then ringward lab exec --dir /lab node3 nodetool compact\n',
    );
    const where = ['-h', '127.0.0.3', '-p', '9091'];
    expect(argvs()).toEqual([
      [...submit, 'org.jboss.byteman.agent.install.Install', ...where, '-b', '7'],
      [...submit, 'org.jboss.byteman.agent.submit.Submit', ...where, '-l', rulesFile],
    ]);
    expect(files.textOf(rulesFile)).toContain('keyspace.startsWith("system")\nDO Thread.sleep(');
  });

  test('an agent that is there is not loaded again', async () => {
    const { fault, argvs } = world({ agent: 7 });
    await fault('freeze-compaction');
    expect(argvs().map((argv) => argv.at(-2))).toEqual(['-l']);
  });

  test('Byteman comes from Maven the first time, whole or not at all', async () => {
    const { fault, files, runner } = world({ isCached: false });
    expect(await fault('freeze-compaction')).toContain('fetching Byteman 4.0.24 with Maven');
    expect(runner.requests[0]?.argv).toContain('dependency:copy-dependencies');
    expect(await files.list('/cache')).toEqual(['byteman-4.0.24']);
  });

  test.each<[string, World, string, string]>([
    [
      'a node that does not run',
      { runs: false },
      'node3 does not run, so there is no process to change',
      'start it: ringward lab exec --dir /lab node3 start',
    ],
    [
      'no Maven',
      { isCached: false, maven: { kind: 'unreachable', reason: 'ENOENT' } },
      'Byteman 4.0.24 is not in the cache, and there is no Maven (mvn) to fetch it with',
      'install Maven (Debian: apt install maven)',
    ],
    [
      'a port that somebody else has',
      { agent: 8 },
      'port 127.0.0.3:9091, which the fault needs on node3, is taken by java x',
      'stop it, or make the lab on other addresses: --network 127.0.9',
    ],
    [
      'a JVM that lets nobody in',
      { install: exited('', 1, 'jar is x\ncom.sun.tools.attach.AttachNotSupportedException: y\n') },
      'node3: Byteman failed: com.sun.tools.attach.AttachNotSupportedException: y',
      'what the node says: /lab/node3/logs/console.log',
    ],
    [
      'a rule that is refused',
      { load: exited('', 1, 'ERROR bad rule\n') },
      'node3: Byteman failed: ERROR bad rule',
      'what the node says: /lab/node3/logs/console.log',
    ],
  ])('%s', async (_, given, message, hint) => {
    await expect(world(given).fault('freeze-compaction')).rejects.toMatchObject({ message, hint });
  });
});

describe('the other faults of rules', () => {
  test.each([
    [
      'slow-requests',
      'reads and writes that it coordinates take 40 ms more',
      'METHOD performWrite',
    ],
    ['freeze-schema', 'changes of the schema made elsewhere', 'METHOD applyMutations'],
    ['deaf', 'it hears no peer any more', 'METHOD realMarkAlive'],
  ])('%s is loaded from a file of its own and said', async (name, said, method) => {
    const { fault, files } = world({ agent: 7 });
    expect(await fault(name)).toContain(said);
    const text = files.textOf(`/lab/node3/tmp/${name}.btm`);
    expect(text).toContain(`RULE ringward ${name} `);
    expect(text).toContain(method);
  });

  test('release says of each fault what is so again, once', async () => {
    const gone = ['deaf report', 'deaf realMarkAlive', 'freeze-schema x', 'of-another-version y'];
    const unload = gone.map((name) => `uninstall RULE ringward ${name}\n`).join('');
    expect(await world({ agent: 7, unload: exited(unload) }).fault('release')).toBe(
      'node3: it hears its peers again; changes of the schema are taken over from now on; of-another-version is over\n',
    );
  });
});

describe('hang-nodetool and release', () => {
  test('the nodetool of that node hangs; release puts the real one back', async () => {
    const { fault, files } = world();
    const real = files.textOf('/lab/node3/nodetool');
    await fault('hang-nodetool');
    expect(files.textOf('/lab/node3/nodetool')).toMatch(/^#!\/bin\/sh\n[^]*exec sleep 86400\n$/);
    expect(files.modeOf('/lab/node3/nodetool')).toBe(0o755);
    expect(files.textOf('/lab/node2/nodetool')).toContain('conf/nodetool');
    expect(await fault('release')).toContain('node3: nodetool answers again\n');
    expect(files.textOf('/lab/node3/nodetool')).toBe(real);
  });

  test('release unloads every rule and names all that it ended', async () => {
    const { fault, argvs } = world({ agent: 7 });
    await fault('hang-nodetool');
    expect(await fault('release')).toContain(
      'node3: nodetool answers again; compactions go on within 20 s\n',
    );
    expect(argvs().at(-1)?.at(-1)).toBe('-u');
  });

  test.each<[string, World]>([
    [
      'an agent without a rule',
      { agent: 7, unload: exited('', 1, 'ERROR No rule scripts to remove\n') },
    ],
    ['a node without the agent', {}],
    ['a node that does not run', { runs: false }],
  ])('release on %s: nothing was there', async (_, given) => {
    expect(await world(given).fault('release')).toBe('node3: no fault was there\n');
  });

  test('a rule that cannot be unloaded is said', async () => {
    const { fault } = world({ agent: 7, unload: exited('', 1, 'ERROR x\n') });
    await expect(fault('release')).rejects.toThrow('node3: Byteman failed: ERROR x');
  });
});

test.each([
  [
    'burn',
    'node3',
    'there is no fault `burn`',
    'there are: freeze-compaction, slow-requests, freeze-schema, deaf, hang-nodetool, and release',
  ],
  ['toString', 'node3', 'there is no fault `toString`', 'there are: freeze-compaction'],
  ['release', 'node9', 'the lab has no node `node9`', 'its nodes: node1, node2, node3'],
])('fault %s on %s is a usage error', async (name, node, message, hint) => {
  await expect(world().fault(name, node)).rejects.toMatchObject({
    message,
    hint: expect.stringContaining(hint) as string,
    exitCode: 2,
  });
});
