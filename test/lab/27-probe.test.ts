import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patienceWith } from '../../src/cli/probe-run.ts';
import { parseInventory } from '../../src/config/inventory.ts';
import { droppingProxy, type DroppingProxy } from './dropping-proxy.ts';
import { labIn, type Ended } from './ringward.ts';

const lab = labIn('probe', '127.0.59');
const [address, behind] = [lab.address(1), lab.address(101)];
const inventoryFile = join(lab.dir, 'ringward.yaml');
let proxy: DroppingProxy;

interface ProbeJson {
  readonly verdict: string;
  readonly forMs: number;
  readonly findings: readonly {
    readonly node: string;
    readonly state: string;
    readonly summary: string;
  }[];
  readonly notJudged: readonly unknown[];
  readonly requests: { readonly created: boolean; readonly written: number };
}

const probeJson = ({ out, err }: Ended) => {
  if (out === '') throw new Error(err);
  return JSON.parse(out) as ProbeJson;
};

/** A look at the inside before and after, and the longest that an answer is waited for. */
function mostMs(forMs: number): number {
  const inventory = parseInventory(readFileSync(inventoryFile, 'utf8'), inventoryFile);
  const { longestTryMs } = patienceWith(inventory);
  return forMs + longestTryMs + 2 * inventory.limits.nodetoolTimeoutMs;
}

/** The lab's inventory, with the node's CQL behind the proxy. */
function behindProxy(): string {
  const text = readFileSync(inventoryFile, 'utf8');
  const node = `  - address: "${address}"\n    cqlAddress: "${behind}"\n    home: ${lab.node(1)}\n`;
  const file = join(lab.dir, 'behind-proxy.yaml');
  writeFileSync(file, `${text.slice(0, text.indexOf('\nnodes:'))}\nnodes:\n${node}`);
  return file;
}

beforeAll(async () => {
  await lab.up('4.1.10', '--nodes', '1');
  // Accepted, and then nothing: what a full connection table or a lost SYN looks like to a client.
  const options = { host: behind, port: 9042, to: address, share: 0.05, seed: 7 };
  proxy = lab.closes(await droppingProxy({ ...options, how: 'silent' }));
});

test('5 % of the connects dropped on the way: inside green, outside red, dies at connect; without it no verdict', async () => {
  // Side by side, and so on the same node at the same time: what differs is the way to it.
  const begunAt = Date.now();
  const dropping = lab.run('probe', '--inventory', behindProxy(), '--format', 'json');
  const healthy = lab.run('probe', '--create-keyspace', '--format', 'json');
  const dropped = await dropping;
  const tookMs = Date.now() - begunAt;
  const found = probeJson(dropped);
  expect(found.findings).toMatchObject([{ node: address, state: 'CONNECT' }]);
  expect(found.findings[0]?.summary).toMatch(
    /^inside green, outside red, dies at connect \(before any node sees it\): \d+ of \d+ /,
  );
  expect(proxy.dropped()).toBeLessThan(0.1 * proxy.accepted());
  expect(dropped.code).toBe(1);
  expect(tookMs).toBeLessThan(mostMs(found.forMs));

  const ended = await healthy;
  const clean = probeJson(ended);
  expect(clean).toMatchObject({ verdict: 'green', findings: [], notJudged: [] });
  expect(clean.requests.created).toBe(true);
  expect(clean.requests.written).toBeGreaterThan(100);
  expect(ended.code).toBe(0);
});
