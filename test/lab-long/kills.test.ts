import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLoad, labIn, type Running } from '../lab/ringward.ts';

const lab = labIn('kills', '127.0.24');
const flags = ['--state-dir', lab.state, '--format', 'ndjson'];
const seed = Number(process.env['SEED'] ?? Date.now() % 100_000);
const kills = 10;
let load: Running;

/** Whole numbers from 1 to `most`, the same for the same seed (Lehmer's generator). */
function numbersFrom(from: number): (most: number) => number {
  let state = (from % 2_147_483_646) + 1;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % most);
  };
}

/** Ends it with `kill -9` once it has written so many records; false: it came to its end before. */
async function killedAfter(running: Running, records: number): Promise<boolean> {
  const record = /^\{(?!.*"type":"waiting")/gm;
  return await new Promise<boolean>((resolve) => {
    let said = '';
    running.child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if ((said.match(record)?.length ?? 0) < records) return;
      running.child.kill('SIGKILL');
    });
    void running.ended.then(({ signal }) => {
      resolve(signal === 'SIGKILL');
    });
  });
}

/** How often its Cassandra was started, by release. */
function startsOf(number: number): readonly string[] {
  const log = readFileSync(join(lab.node(number), 'logs', 'system.log'), 'utf8');
  return [...log.matchAll(/Cassandra version: (\S+)/g)].map(([, release = '']) => release);
}

beforeAll(async () => {
  await lab.up('4.1.10', '--also', '5.0.8');
  load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
  await load.says('requests a second');
});
afterAll(async () => {
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

test('4.1.10 to 5.0.8 under load, killed at ten random records: each node is stopped once, 0 failed, 0 lost', async () => {
  const upTo = numbersFrom(seed);
  await lab.mustRun('upgrade', 'plan', '--to', '5.0.8', '--state-dir', lab.state);
  const after: number[] = [];
  for (let part = 0; part < kills; part += 1) {
    const words = part === 0 ? ['run', 'plan.json', '--yes'] : ['resume'];
    const records = upTo(6);
    expect(await killedAfter(lab.start('upgrade', ...words, ...flags), records)).toBe(true);
    after.push(records);
  }
  process.stdout.write(`seed ${seed}: killed after ${after.join(', ')} records\n`);
  const { code, out, err } = await lab.run('upgrade', 'resume', ...flags);
  expect(code, out + err).toBe(0);
  for (const number of [1, 2, 3]) expect(startsOf(number)).toEqual(['4.1.10', '5.0.8']);
  expect((await endLoad(load)).ok).toBeGreaterThan(1_000);
});
