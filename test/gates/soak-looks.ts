import type { ClientRequests } from '../../src/model/readings.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { noSoakHistory, withSoakLook, type SoakHistory } from '../../src/gates/soak-history.ts';

export const node = '10.0.0.1';
export const peers = ['10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];

/** By nodetool: percentiles alone, in ms. */
export function byNodetool(readMs: number, writeMs = readMs): ClientRequests {
  return {
    reads: { p99Ms: readMs, counted: undefined },
    writes: { p99Ms: writeMs, counted: undefined },
  };
}

export type Says = (address: string, at: number) => ClientRequests | undefined;

/** Looks at all, every `everyMs`; a node that says nothing gives no answer. */
export function looksAt(
  says: Says,
  fromMs: number,
  untilMs: number,
  everyMs: number,
  before = noSoakHistory,
): SoakHistory {
  let history = before;
  for (let at = fromMs; at <= untilMs; at += everyMs) {
    history = withSoakLook(history, lookAt(says, at), 10 * 3_600_000);
  }
  return history;
}

function lookAt(says: Says, at: number): Snapshot {
  const nodes = [node, ...peers].map((address) => {
    const value = says(address, at);
    const seen = value
      ? ({ kind: 'seen', at, value } as const)
      : ({ kind: 'missing', at, why: 'unreachable', detail: 'connection refused' } as const);
    return { address, sources: { 'client-requests': seen } };
  });
  return { at, nodes };
}
