import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeScripts } from '../../src/lab/node-scripts.ts';
import { specOf } from './spec-of.ts';

/** The scripts on a real sh, with a stand-in for the JVM whose command line carries the node folder. */
let folder: string;
let home: string;

function script(name: string, ...argv: string[]) {
  return spawnSync(join(home, name), argv, { encoding: 'utf8' });
}

function server(body: string) {
  writeFileSync(join(home, 'conf-1', 'start'), `#!/bin/sh\n${body}\n`);
  chmodSync(join(home, 'conf-1', 'start'), 0o755);
}

beforeEach(() => {
  // A quote and a space: what a shell would trip over.
  folder = mkdtempSync(join(tmpdir(), "lab it's "));
  home = join(folder, 'node1');
  for (const name of ['conf-1', 'conf-2', 'logs']) mkdirSync(join(home, name), { recursive: true });
  for (const version of ['1', '2'])
    mkdirSync(join(folder, 'cache', version, 'lib'), { recursive: true });
  const spec = specOf({ dir: folder, cacheDir: join(folder, 'cache') });
  const node = { name: 'node1', address: '127.0.0.1', rack: 'rack1', home };
  for (const [name, text] of Object.entries(nodeScripts(spec, node))) {
    writeFileSync(join(home, name), text);
    chmodSync(join(home, name), 0o755);
  }
  symlinkSync('conf-1', join(home, 'conf'));
  symlinkSync(join(folder, 'cache/1/lib'), join(home, 'lib'));
});

afterEach(() => {
  script('stop', '--kill');
  rmSync(folder, { recursive: true });
});

describe('the executables of a node', () => {
  test('start returns at once, twice is once; running says so; stop ends it, twice is fine', () => {
    server('exec sleep 60');
    // `sleep 60` would not carry the folder, a JVM does.
    server(`exec sh -c 'while :; do sleep 0.1; done' "$PWD/data"`);
    expect(script('running').status).toBe(1);
    expect(script('start').status).toBe(0);
    const pid = readFileSync(join(home, 'pid'), 'utf8');
    expect(script('running').status).toBe(0);
    expect(script('start').status).toBe(0);
    expect(readFileSync(join(home, 'pid'), 'utf8')).toBe(pid);
    expect(script('stop').status).toBe(0);
    expect(script('running').status).toBe(1);
    expect(script('stop').status).toBe(0);
  });

  test('a process that ignores TERM: stop says so and exits 1; only --kill ends it', () => {
    server(`exec sh -c 'trap "" TERM; while :; do sleep 0.1; done' "$PWD/data"`);
    script('start');
    // Until the trap is set.
    execFileSync('sleep', ['0.3']);
    const stopped = script('stop', '1');
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toMatch(/^node1: process \d+ still runs 1 s after SIGTERM/);
    expect(script('running').status).toBe(0);
    expect(script('stop', '--kill').status).toBe(0);
  });

  test.each(['', 'x', `${process.pid}`, '-1', '999999999'])(
    'a pid file with %j is not believed',
    (pid) => {
      writeFileSync(join(home, 'pid'), pid);
      expect(script('running').status).toBe(1);
      expect(script('stop').status).toBe(0);
    },
  );

  test('install and configure switch the links; what is not there changes nothing', () => {
    expect(script('fetch', '2').status).toBe(0);
    expect(readlinkSync(join(home, 'lib'))).not.toBe(join(folder, 'cache/2/lib'));
    expect(script('install', '2').status).toBe(0);
    expect(script('configure', '2').status).toBe(0);
    expect(readlinkSync(join(home, 'lib'))).toBe(join(folder, 'cache/2/lib'));
    expect(readlinkSync(join(home, 'conf'))).toBe('conf-2');
    const lab = folder.replace("'", "'\\''");
    for (const name of ['fetch', 'install', 'configure']) {
      const absent = script(name, '3');
      expect([absent.status, absent.stderr]).toEqual([
        1,
        expect.stringContaining(`: ringward lab up --dir '${lab}' --also 3\n`),
      ]);
    }
    for (const wrong of ['', '../2', '.']) expect(script('install', wrong).status).toBe(2);
    expect(readlinkSync(join(home, 'conf'))).toBe('conf-2');
  });

  test('storageCompatibility writes the mode into the configuration in place, and no other word', () => {
    const yaml = join(home, 'conf-1', 'cassandra.yaml');
    writeFileSync(yaml, 'a: 1\nstorage_compatibility_mode: CASSANDRA_4\nb: 2\n');
    expect(script('storageCompatibility', 'UPGRADING').status).toBe(0);
    expect(script('storageCompatibility', 'UPGRADING').status).toBe(0);
    const set = 'a: 1\nstorage_compatibility_mode: UPGRADING\nb: 2\n';
    expect(readFileSync(yaml, 'utf8')).toBe(set);
    for (const wrong of ['', 'none', 'NONE/e id']) {
      expect(script('storageCompatibility', wrong).status).toBe(2);
    }
    expect(readFileSync(yaml, 'utf8')).toBe(set);
    writeFileSync(join(home, 'conf-2', 'cassandra.yaml'), 'a: 1\n');
    script('configure', '2');
    const before5 = script('storageCompatibility', 'NONE');
    expect([before5.status, before5.stderr]).toEqual([
      1,
      expect.stringContaining('this version has no storage_compatibility_mode'),
    ]);
  });

  test('clearCompactionHistory removes the SSTables of that table alone, and of no node that runs', () => {
    server(`exec sh -c 'while :; do sleep 0.1; done' "$PWD/data"`);
    const table = join(home, 'data/system/compaction_history-b4dbb7b4');
    const other = join(home, 'data/system/local-7ad54392');
    for (const dir of [join(table, 'snapshots/s'), other]) mkdirSync(dir, { recursive: true });
    const files = [
      join(table, 'nb-1-big-Data.db'),
      join(table, 'snapshots/s/nb-1'),
      join(other, 'nb-1'),
    ];
    for (const file of files) writeFileSync(file, '');
    script('start');
    expect(script('clearCompactionHistory').status).toBe(1);
    expect(files.map(existsSync)).toEqual([true, true, true]);
    script('stop', '--kill');
    expect(script('clearCompactionHistory').status).toBe(0);
    expect(script('clearCompactionHistory').status).toBe(0);
    expect(files.map(existsSync)).toEqual([false, true, true]);
  });

  test('without a configuration start says so', () => {
    rmSync(join(home, 'conf'));
    const started = script('start');
    expect([started.status, started.stderr]).toEqual([
      1,
      expect.stringContaining('no version is installed and configured'),
    ]);
  });
});
