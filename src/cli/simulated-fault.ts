import { nearestKey } from '../model/nearest-key.ts';
import { UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { durationText } from '../report/duration.ts';
import { openAsUsual } from '../simulate/act-serving.ts';
import { defaultFault } from '../simulate/default-fault.ts';
import type { Fault, FaultOf } from '../simulate/fault.ts';
import { faultKinds, faultTitles } from '../simulate/fault-kinds.ts';
import { nodeOf } from '../simulate/state.ts';
import { msUntilFull } from '../simulate/work.ts';
import { loadInventory } from './load-inventory.ts';
import { addressOf } from './simulated-address.ts';
import type { SimulatedLab } from './simulated-lab.ts';

/** Brings a fault of docs/faults.md about, or ends all of a node with `release`. What was done, in words. */
export async function simulatedFault(
  lab: SimulatedLab,
  { node, fault: name }: { readonly node: string; readonly fault: string },
  ports: Ports,
): Promise<string> {
  const address = addressOf(lab, node);
  if (name === 'release') return `${address}: ${await release(lab, address)}`;
  const kind = faultKinds.find((each) => each === name);
  if (!kind) throw unknownFault(name);
  const { fault } = await lab.cluster.update((state, now) => {
    const made = defaultFault(kind, address, now);
    const others = state.faults.filter((each) => each.node !== address || each.kind !== kind);
    return { state: { ...state, faults: [...others, made] }, fault: made };
  });
  const seen = fault.kind === 'disk-fills' ? await whenSeen(lab, fault, ports) : '';
  return `${address}: ${faultTitles[kind]}, ${whenOf(fault)}${seen}`;
}

/** A disk takes its time; who watches wants to know how long to wait, in their own time and in the nodes'. */
async function whenSeen(
  { cluster, inventory }: SimulatedLab,
  fault: FaultOf<'disk-fills'>,
  ports: Ports,
): Promise<string> {
  const { limits } = await loadInventory({ inventory }, ports);
  const percent = limits.diskFreeWarnPercent;
  const ms = msUntilFull(cluster.state(), fault, percent / 100);
  if (ms <= 0) return `; health warns of it now, below ${percent} % free`;
  const { factor } = cluster.pace;
  const theirs = factor === 1 ? '' : ` (${durationText(ms)} of the nodes' time)`;
  return `; health warns of it below ${percent} % free, in ${durationText(ms / factor)}${theirs}`;
}

function whenOf(fault: Fault): string {
  if (fault.kind === 'dies') return 'now';
  return 'times' in fault ? 'the next time' : 'until it is released';
}

async function release({ cluster }: SimulatedLab, address: string): Promise<string> {
  const { ended } = await cluster.update((state, now) => {
    const left = state.faults.filter(({ node }) => node !== address);
    const after = { ...state, faults: left };
    const node = nodeOf(after, address);
    return {
      state: node ? openAsUsual(after, node, now) : after,
      ended: left.length < state.faults.length,
    };
  });
  return ended ? 'no fault is left' : 'no fault was there';
}

function unknownFault(name: string): UsageError {
  const near = nearestKey(name, faultKinds);
  const meant = near === undefined ? '' : `did you mean ${near}? `;
  return new UsageError(
    `there is no fault \`${name}\` of a simulated node`,
    `${meant}known: ${faultKinds.join(', ')}, and release to end them`,
  );
}
