import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadResult } from '../../src/lab/load-result.ts';
import { labIn, run } from './ringward.ts';

interface Status {
  readonly nodes: readonly {
    readonly name: string;
    readonly pid: number | null;
    readonly answersCql: boolean;
  }[];
}

/** Command lines of every process of this machine. */
function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}

const processesOf = (folder: string) => commandLines().filter((line) => line.includes(folder));

async function until(what: string, seconds: number, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

describe('a lab of three real nodes', () => {
  const lab = labIn('lab', '127.0.31');
  const exec = (...argv: string[]) => lab.run('lab', 'exec', '--dir', lab.dir, ...argv);
  const mustExec = (...argv: string[]) => lab.mustRun('lab', 'exec', '--dir', lab.dir, ...argv);
  const status = async () => {
    const { out } = await lab.run('lab', 'status', '--dir', lab.dir, '--format', 'json');
    return (JSON.parse(out) as Status).nodes;
  };
  const allUp = async (seen: string) =>
    [...(await exec(seen, 'nodetool', 'status')).out.matchAll(/^UN/gm)].length === 3;

  beforeAll(() => lab.up('4.1.10', '--also', '5.0.8'));

  test('every node runs, sees all nodes up, and system_auth has three replicas', async () => {
    expect((await status()).map(({ answersCql }) => answersCql)).toEqual([true, true, true]);
    for (const number of ['1', '2', '3']) expect(await allUp(number)).toBe(true);
    const { out } = await mustExec('1', 'nodetool', 'describecluster');
    expect(out).toContain('system_auth -> Replication class: NetworkTopologyStrategy {dc1=3}');
  });

  test('lab up again says that it is up, in no time, and starts nothing', async () => {
    const before = await status();
    const { err } = await lab.up('4.1.10', '--also', '5.0.8');
    expect(err).toContain(`the lab in ${lab.dir} is up already`);
    expect(await status()).toEqual(before);
  });

  test('a second lab on the same addresses names the process and leaves nothing', async () => {
    const dir = join(lab.folder, 'second');
    const { code, err } = await run(
      ['lab', 'up', '--dir', dir, '--network', '127.0.31'],
      lab.folder,
    );
    expect(code).toBe(2);
    const [first] = await status();
    expect(err).toMatch(/^error: port 127\.0\.31\.1:7000 for node1 is taken by pid \d+ \(/m);
    expect(err).toContain(`pid ${String(first?.pid)}`);
    expect(existsSync(dir)).toBe(false);
  });

  test('a load until Ctrl-C: nothing failed, nothing lost, every replica whole', async () => {
    const load = lab.start('lab', 'load', '--dir', lab.dir, '--format', 'json');
    await load.says('100 requests a second');
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    load.child.kill('SIGINT');
    const { code, out, err } = await load.ended;
    const result = JSON.parse(out) as LoadResult;
    expect(result, err).toMatchObject({ passed: true, failed: 0, lost: 0 });
    expect(result.acknowledged).toBeGreaterThan(150);
    expect(code).toBe(0);
  });

  test("SSTables deleted on one node: that replica's loss is counted, by address", async () => {
    await mustExec('2', 'nodetool', 'flush');
    await mustExec('2', 'nodetool', 'drain');
    await mustExec('2', 'stop');
    const data = join(lab.node(2), 'data', 'ringward_load');
    for (const table of readdirSync(data))
      for (const file of readdirSync(join(data, table)))
        if (file.startsWith('nb-')) rmSync(join(data, table, file));
    await mustExec('2', 'start');
    await until('node 2 is seen up', 90, () => allUp('1'));
    await until('node 2 answers CQL', 60, async () => (await status())[1]?.answersCql === true);
    const [ledger = ''] = readdirSync(join(lab.dir, 'load'));
    const path = join(lab.dir, 'load', ledger);
    const { code, out } = await lab.run(
      'lab',
      'load',
      '--dir',
      lab.dir,
      '--verify',
      path,
      '--format',
      'json',
    );
    const found = JSON.parse(out) as LoadResult;
    expect(code).toBe(1);
    expect(found).toMatchObject({ passed: false, lost: 0 });
    expect(found.readBack.replicas).toEqual({
      '127.0.31.1': 0,
      '127.0.31.2': found.acknowledged,
      '127.0.31.3': 0,
    });
  });

  test('a stopped node: running 1, status 1; lab up starts it again; a stale pid is not believed', async () => {
    await mustExec('3', 'stop');
    expect((await exec('3', 'running')).code).toBe(1);
    expect((await lab.run('lab', 'status', '--dir', lab.dir)).code).toBe(1);
    // This very process is alive and not the node's.
    writeFileSync(join(lab.node(3), 'pid'), `${process.pid}\n`);
    expect((await exec('3', 'running')).code).toBe(1);
    const { err } = await lab.up('4.1.10');
    expect(err).toContain('starting node3 (127.0.31.3) …');
    expect((await exec('3', 'running')).code).toBe(0);
  });

  test('lab down ends exactly its own processes', async () => {
    expect(processesOf(`${lab.dir}/node`)).toHaveLength(3);
    const { code } = await lab.down();
    expect(code).toBe(0);
    expect(processesOf(`${lab.dir}/node`)).toEqual([]);
  });
});

describe('a lab that cannot come up', () => {
  const lab = labIn('lab-broken', '127.0.32');

  test('a node that dies while starting: what it said, its log, exit 4, no process left', async () => {
    const java = join(lab.folder, 'jdk', 'bin', 'java');
    mkdirSync(join(lab.folder, 'jdk', 'bin'), { recursive: true });
    writeFileSync(
      java,
      '#!/bin/sh\n[ "$1" = -version ] && exec java -version\necho "Error: out of luck"\nexit 1\n',
    );
    chmodSync(java, 0o755);
    const { code, err } = await run(
      ['lab', 'up', '--nodes', '1', '--dir', lab.dir, '--network', '127.0.32', '--java', java],
      lab.folder,
    );
    expect(code, err).toBe(4);
    expect(err).toContain('error: node1 (127.0.32.1) ended while starting');
    expect(err).toContain(`hint: its logs: ${lab.dir}/node1/logs`);
    expect(err).toContain('Error: out of luck');
    expect(processesOf(lab.folder)).toEqual([]);
  });

  test('Ctrl-C while nodes start: exit 130, no process left', async () => {
    const dir = join(lab.folder, 'interrupted');
    const up = lab.start.bind(lab);
    mkdirSync(lab.dir, { recursive: true });
    const running = up('lab', 'up', '--nodes', '2', '--dir', dir, '--network', '127.0.32');
    await running.says('starting node1');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(processesOf(`${dir}/`)).toEqual([]);
  });
});

describe('a lab with --auth --tls', () => {
  const lab = labIn('lab-auth', '127.0.33');
  beforeAll(() => lab.up('5.0.8', '--nodes', '2', '--auth', '--tls'));

  test('load and nodetool work; no secret is in any command line', async () => {
    const password = readFileSync(join(lab.dir, 'secrets', 'password'), 'utf8').trim();
    const keystore = readFileSync(join(lab.dir, 'secrets', 'keystore.password'), 'utf8').trim();
    const load = lab.start('lab', 'load', '--dir', lab.dir, '--for', '5s', '--format', 'json');
    const nodetool = lab.start('lab', 'exec', '--dir', lab.dir, '1', 'nodetool', 'status');
    const seen: string[] = [];
    const look = setInterval(() => seen.push(...commandLines()), 50);
    const { out } = await load.ended;
    expect((await nodetool.ended).out.match(/^UN/gm)).toHaveLength(2);
    clearInterval(look);
    expect(JSON.parse(out)).toMatchObject({ passed: true, failed: 0, lost: 0 });
    expect(seen.some((line) => line.includes('NodeTool'))).toBe(true);
    expect(seen.filter((line) => line.includes(password) || line.includes(keystore))).toEqual([]);
    expect(readFileSync(join(lab.node(1), 'logs', 'system.log'), 'utf8')).not.toContain(password);
  });
});
