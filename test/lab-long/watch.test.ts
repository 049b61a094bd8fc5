import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { directDial, jmxClient } from '../../src/jmx/index.ts';
import { healthJson } from '../lab/health-json.ts';
import { labIn } from '../lab/ringward.ts';

/** `RINGWARD_WATCH_MINUTES=3` to try a change; what counts is 30: the leases of RMI last 10. */
const minutes = Number(process.env['RINGWARD_WATCH_MINUTES'] ?? 30);
const lab = labIn('watch', '127.0.56');
const inventory = join(lab.folder, 'every-second.yaml');
const { exec } = lab;

beforeAll(async () => {
  await lab.up('4.1.10');
  const text = readFileSync(join(lab.dir, 'ringward.yaml'), 'utf8');
  writeFileSync(inventory, text.replace(/^limits: .*$/m, 'limits: {set: lab, tick: 1s}'));
});

/** What a collection does not find in use it takes away: answers that Ringward's lease did not hold. */
async function collectGarbage(node: number): Promise<void> {
  const dial = directDial(lab.address(node));
  const client = jmxClient({
    dial,
    port: 7199,
    mostSockets: 1,
    clock: systemClock,
    timeoutMs: 20_000,
  });
  await client.invoke('java.lang:type=Memory', 'gc', [], []);
  await client.close();
}

interface Cost {
  readonly rssMiB: number;
  readonly sockets: number;
}

function costOf(pid: number): Cost {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const fds = `/proc/${pid}/fd`;
  const isSocket = (fd: string) => {
    try {
      return readlinkSync(join(fds, fd)).startsWith('socket:');
    } catch {
      return false;
    }
  };
  return {
    rssMiB: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024),
    sockets: readdirSync(fds).filter(isSocket).length,
  };
}

test(`${minutes} minutes at a look a second, over a restart and three collections`, async () => {
  const watch = lab.start('health', '-i', inventory, '--for', `${minutes}m`, '--format', 'json');
  const costs: Cost[] = [];
  const partMs = (minutes * 60_000) / 5;
  const note = () => costs.push(costOf(watch.child.pid ?? 0));
  for (const [part, act] of [
    () => Promise.all([1, 2, 3].map(collectGarbage)),
    async () => {
      await exec('2', 'stop');
      await exec('2', 'start');
    },
    () => Promise.all([1, 2, 3].map(collectGarbage)),
    () => Promise.all([1, 2, 3].map(collectGarbage)),
  ].entries()) {
    await sleep(partMs);
    expect(watch.child.exitCode, `in part ${part}`).toBeNull();
    note();
    await act();
  }
  await sleep(partMs / 2);
  note();
  const ended = await watch.ended;
  const { looks, windowMs, missing, nodes, findings } = healthJson(ended);
  const seen = { code: ended.code, looks, windowMs, missing, findings, nodes, costs };
  process.stdout.write(`${JSON.stringify(seen, undefined, 2)}\n`);
  expect(missing).toEqual([]);
  expect(looks).toBeGreaterThan(0.9 * minutes * 60);
  expect(nodes.map(({ via }) => via['compactionstats'])).toEqual(['jmx', 'jmx', 'jmx']);
  expect(nodes.map(({ peersSay }) => peersSay)).toEqual(['up', 'up', 'up']);
  const [first, last] = [costs[0], costs.at(-1)];
  expect(last?.sockets).toBeLessThanOrEqual((first?.sockets ?? 0) + 2);
});
