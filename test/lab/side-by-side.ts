import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { systemPorts } from '../../src/adapters/system-ports.ts';
import { askJmx, askJmxRing } from '../../src/collect/jmx.ts';
import { openJmx } from '../../src/collect/jmx-clients.ts';
import { askNodetool, askNodetoolFor, nodetoolSources } from '../../src/collect/nodetool.ts';
import { openSessions } from '../../src/collect/sessions.ts';
import { turnsOf } from '../../src/collect/turns.ts';
import { parseInventory } from '../../src/config/inventory.ts';
import type { Seen } from '../../src/model/seen.ts';
import { parseDescribeRing } from '../../src/parse/describering.ts';

interface Pair {
  readonly jmx: unknown;
  readonly nodetool: unknown;
}

/** What one node says by JMX and by nodetool, source by source. */
export async function sideBySide(labDir: string) {
  const file = join(labDir, 'ringward.yaml');
  const { nodes, cql, jmx: access, limits } = parseInventory(readFileSync(file, 'utf8'), file);
  const ports = systemPorts(new URL('../..', import.meta.url).pathname);
  const jmx = openJmx({ ...ports, access, limits, commands: turnsOf(1) });
  const sessions = openSessions({ ...ports, access: cql, limits });
  const [node] = nodes;
  const client = node && (await jmx.get(node));
  if (!client) throw new Error('the lab does not say how JMX is reached');
  const context = { ports, limits, signal: ports.signal, sessions, jmx, node };
  const pairs: Record<string, Pair> = {};
  for (const source of nodetoolSources) {
    pairs[source] = await pairOf(
      () => askJmx(context, client, source),
      () => askNodetool(context, source),
    );
  }
  const question = { args: ['describering', 'system_auth'], parse: parseDescribeRing };
  pairs['describering'] = await pairOf(
    () => askJmxRing(context, client, 'system_auth'),
    () => askNodetoolFor(context, 'describering', question),
  );
  await jmx.closeAll();
  return pairs;
}

type Ask = () => Promise<Seen<unknown>>;

const settleMs = 30_000;

/** The state of a young node moves: nodetool is asked between two answers of JMX that are the same. */
async function pairOf(askJmx: Ask, askNodetool: Ask): Promise<Pair> {
  const until = Date.now() + settleMs;
  for (let before = plain(await askJmx()); ;) {
    const nodetool = plain(await askNodetool());
    const after = plain(await askJmx());
    if (isDeepStrictEqual(before, after) || Date.now() > until) return { jmx: after, nodetool };
    before = after;
  }
}

/**
 * What moves from second to second, what only nodetool prints and nothing judges by, and what nodetool has no
 * word for: the hint window before 4.0, counts of requests. A p99 that decays moves, too.
 */
const left =
  /^(?:heartbeats|uptimeSeconds|heapUsedMiB|loadBytes|releaseVersions|pools|windowMs|counted|p99Ms)$/;

/** Lists are in no order of meaning; a version without the question has the same word either way. */
function plain(seen: Seen<unknown>): unknown {
  return seen.kind === 'seen' ? ordered(seen.value) : seen.why;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !left.test(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, ordered(each)]));
}
