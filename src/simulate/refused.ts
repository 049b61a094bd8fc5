import type { Answer } from './say/answer.ts';
import { sayConnectionRefused } from './say/failure.ts';
import type { SimulatedNode } from './state.ts';

/** nodetool of a node whose JMX port is closed. */
export function refusedNodetool({ address }: SimulatedNode): Answer {
  return sayConnectionRefused({ host: address, port: 7199 });
}

/** What the driver says of a closed port. */
export function refusedCql(address: string, port: number): string {
  return `${address}:${port}: connection refused`;
}
