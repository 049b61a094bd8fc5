import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { droppingProxy, type DroppingProxy } from './dropping-proxy.ts';
import { labIn, type Ended } from './ringward.ts';

const lab = labIn('probe', '127.0.59');
const numbers = [1, 2, 3];
const proxies: DroppingProxy[] = [];

interface ProbeJson {
  readonly verdict: string;
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

/** The lab's inventory, with the nodes' CQL behind the proxies. */
function behindProxies(): string {
  const text = readFileSync(join(lab.dir, 'ringward.yaml'), 'utf8');
  const nodes = numbers.map(
    (number) =>
      `  - address: "${lab.address(number)}"\n    cqlAddress: "${lab.address(100 + number)}"\n    home: ${lab.node(number)}\n`,
  );
  const file = join(lab.dir, 'behind-proxies.yaml');
  writeFileSync(file, `${text.slice(0, text.indexOf('\nnodes:'))}\nnodes:\n${nodes.join('')}`);
  return file;
}

beforeAll(async () => {
  await lab.up('4.1.10');
  for (const number of numbers) {
    const [host, to] = [lab.address(100 + number), lab.address(number)];
    const options = { host, port: 9042, to, share: 0.05, seed: 7 };
    proxies.push(await droppingProxy({ ...options, how: number === 3 ? 'silent' : 'close' }));
  }
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

test('5 % of the connects dropped on the way: inside green, outside red, dies at connect; without it no verdict', async () => {
  // Side by side, and so on the same nodes at the same time: what differs is the way to them.
  const begunAt = Date.now();
  const dropping = lab.run('probe', '--inventory', behindProxies(), '--format', 'json');
  const healthy = lab.run('probe', '--create-keyspace', '--format', 'json');
  const dropped = await dropping;
  const tookMs = Date.now() - begunAt;
  const found = probeJson(dropped);
  expect(found.findings.map(({ node, state }) => [node, state])).toEqual(
    numbers.map((number) => [lab.address(number), 'CONNECT']),
  );
  for (const { summary } of found.findings) {
    expect(summary).toMatch(
      /^inside green, outside red, dies at connect \(before any node sees it\): \d+ of 360 /,
    );
  }
  expect(dropped.code).toBe(1);
  expect(tookMs).toBeLessThan(90_000);

  const ended = await healthy;
  const clean = probeJson(ended);
  expect(clean).toMatchObject({ verdict: 'green', findings: [], notJudged: [] });
  expect(clean.requests.created).toBe(true);
  expect(clean.requests.written).toBeGreaterThan(500);
  expect(ended.code).toBe(0);
});
