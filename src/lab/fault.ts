import { UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { beginRules, endRules } from './fault-by-rules.ts';
import { hangNodetool, restoreNodetool } from './fault-hang-nodetool.ts';
import { labFolder } from './lab-paths.ts';
import { nodeNamed } from './node-named.ts';
import { ruleFaults } from './rule-faults.ts';
import { requireSpec } from './spec-file.ts';
import type { LabNode, LabSpec } from './spec.ts';

export interface LabFaultOptions {
  readonly dir?: string;
  /** `node1`, `1` or its address. */
  readonly node: string;
  /** A name of `faults`, or `release`. */
  readonly fault: string;
}

/** Brings it about or takes it away again, and says what it did. */
type Act = (spec: LabSpec, node: LabNode, ports: Ports) => Promise<string>;

const faults: ReadonlyMap<string, Act> = new Map([
  ...[...ruleFaults].map(([name, fault]) => [name, beginRules(name, fault)] as const),
  ['hang-nodetool', hangNodetool],
]);

export const faultNames: readonly string[] = [...faults.keys()];

/** Makes a running node ill in one way, or well again: what a detector must see can be tried. */
export async function labFault(options: LabFaultOptions, ports: Ports): Promise<void> {
  const spec = await requireSpec(labFolder(options.dir, ports), ports);
  const act = options.fault === 'release' ? release : faults.get(options.fault);
  if (!act) {
    throw new UsageError(
      `there is no fault \`${options.fault}\``,
      `there are: ${faultNames.join(', ')}, and release to end them`,
    );
  }
  const node = nodeNamed(spec, options.node);
  ports.streams.err(`${node.name}: ${await act(spec, node, ports)}\n`);
}

/** Every fault ends, whichever there are: nobody must know what was done to the node before. */
const release: Act = async (spec, node, ports) => {
  const ended = [
    await restoreNodetool(spec, node, ports),
    await endRules(spec, node, ports),
  ].filter((one) => one !== undefined);
  return ended.length > 0 ? ended.join('; ') : 'no fault was there';
};
