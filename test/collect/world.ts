import type { CollectContext, NodeContext, UnreadableAnswer } from '../../src/collect/context.ts';
import { openSessions } from '../../src/collect/sessions.ts';
import type { Inventory, InventoryNode } from '../../src/model/inventory.ts';
import { labLimits, type Limits } from '../../src/model/limits.ts';
import type { Runner } from '../../src/ports/runner.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { healthyCqlOfEach, healthyHost, healthyNodetool } from './healthy-answers.ts';

export const refused = exited(
  '',
  1,
  "nodetool: Failed to connect to '127.0.1.3:7199' - ConnectException: 'Connection refused'.\n",
);

/** With JMX, it answers where the node is. */
export function node(address: string, withJmx = false): InventoryNode {
  return {
    address,
    cqlAddress: address,
    cqlPort: 9042,
    ...(withJmx ? { jmx: { host: address, port: 7199 } } : {}),
    nodetool: ['nodetool', '-h', address],
    commands: {},
  };
}

interface Parts {
  readonly runner?: Runner;
  readonly cql?: ReturnType<typeof fakeCql>;
  readonly access?: Inventory['cql'];
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
}

/** Fake ports and the context made of them. */
export function world(parts: Parts = {}) {
  const clock = fakeClock();
  const runner = parts.runner ?? fakeRunner([...healthyNodetool, ...healthyHost]);
  const cql = parts.cql ?? fakeCql(healthyCqlOfEach);
  const limits = { ...labLimits, ...parts.limits };
  const stop = new AbortController();
  const unreadable: UnreadableAnswer[] = [];
  const sessions = openSessions({
    cql,
    clock,
    limits,
    access: parts.access ?? {},
    files: memoryFiles(parts.files),
    env: parts.env ?? {},
  });
  const context: CollectContext = {
    ports: { runner, clock },
    limits,
    signal: stop.signal,
    sessions,
    onUnreadable: (answer) => void unreadable.push(answer),
  };
  const on = (address = '127.0.1.1'): NodeContext => ({ ...context, node: node(address) });
  return { clock, cql, context, on, stop, unreadable, sessions };
}
