import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { CommandResult } from '../ports/runner.ts';
import { ensureCacheEntry } from './cache-entry.ts';
import { isSuccess, outputOf, tellingLine } from './command-output.ts';
import { mavenCopy } from './maven.ts';
import { projectText } from './pom.ts';
import type { LabNode, LabSpec } from './spec.ts';

/** Seen to attach to running nodes of 4.1.10 and 5.0.8 on Java 17. */
const version = '4.0.24';
const name = `byteman-${version}`;
/** Where the agent in a node listens, on the node's own address. */
export const bytemanPort = 9091;
const answerMs = 60_000;

interface Place {
  readonly spec: LabSpec;
  readonly node: LabNode;
}

type BytemanPorts = Pick<Ports, 'runner' | 'files' | 'signal' | 'ids'>;

/** Makes sure that Byteman, which changes code in a running JVM, is in the cache. */
export async function fetchByteman(
  cacheDir: string,
  ports: BytemanPorts,
  say: (line: string) => void,
): Promise<void> {
  await ensureCacheEntry(cacheDir, name, ports, async (folder) => {
    say(`fetching Byteman ${version} with Maven (about 1 MB) …`);
    const artifacts = ['byteman', 'byteman-install', 'byteman-submit'];
    await mavenCopy(
      {
        title: `Byteman ${version}`,
        pom: projectText(
          name,
          artifacts.map((one) => `org.jboss.byteman:${one}:${version}`),
        ),
        artifact: 'org.jboss.byteman:byteman',
      },
      folder,
      ports,
    );
  });
}

/** Loads the agent into a node's JVM. Once only: a second agent fails to start. */
export async function loadAgent(
  { spec, node, pid }: Place & { readonly pid: number },
  ports: BytemanPorts,
): Promise<void> {
  const result = await runByteman({ spec, node }, ['install.Install', '-b', String(pid)], ports);
  if (!isSuccess(result)) throw failed(node, result);
}

/** The rules of a file begin to act, in place of earlier ones with the same names. */
export async function loadRules(place: Place, file: string, ports: BytemanPorts): Promise<void> {
  const result = await runByteman(place, ['submit.Submit', '-l', file], ports);
  if (!isSuccess(result)) throw failed(place.node, result);
}

/** No rule acts any more. The faults (`RULE ringward <fault> …`) that did. */
export async function unloadRules(place: Place, ports: BytemanPorts): Promise<readonly string[]> {
  const result = await runByteman(place, ['submit.Submit', '-u'], ports);
  const output = outputOf(result);
  if (output.includes('No rule scripts to remove')) return [];
  if (!isSuccess(result)) throw failed(place.node, result);
  return [...new Set([...output.matchAll(/RULE ringward (\S+)/g)].map(([, name = '']) => name))];
}

async function runByteman(
  { spec, node }: Place,
  [program = '', ...rest]: readonly string[],
  { runner, signal }: BytemanPorts,
): Promise<CommandResult> {
  const result = await runner.run({
    argv: [
      spec.java,
      '-cp',
      // Absolute: the node's JVM opens the agent's jar by the same words.
      `${spec.cacheDir}/${name}/lib/*`,
      `org.jboss.byteman.agent.${program}`,
      '-h',
      node.address,
      '-p',
      String(bytemanPort),
      ...rest,
    ],
    timeoutMs: answerMs,
    signal,
  });
  signal.throwIfAborted();
  return result;
}

function failed({ name: node, home }: LabNode, result: CommandResult): ToolError {
  return new ToolError(
    `${node}: Byteman failed: ${tellingLine(result, /ERROR|Exception/)}`,
    exitCodes.cannotTell,
    `what the node says: ${home}/logs/console.log`,
  );
}
