import { describe, expect, test } from 'vitest';
import { findJava } from '../../src/lab/java.ts';
import { cacheFolder, labFolder } from '../../src/lab/lab-paths.ts';
import { checkMemory, checkPorts } from '../../src/lab/preflight.ts';
import { releaseOf } from '../../src/lab/releases.ts';
import { readSpec, requireSpec } from '../../src/lab/spec-file.ts';
import { labNodes } from '../../src/lab/spec.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { specOf } from './spec-of.ts';

const missing = { kind: 'unreachable', reason: 'ENOENT' } as const;
const java = (major: number) => exited('', 0, `openjdk version "${major}.0.1"`);
const installed = { '/usr/lib/jvm/j17/bin/java': '' };

describe('findJava', () => {
  test('JAVA_HOME and PATH come first, then what the system has; a wrong one is passed over', async () => {
    const runner = fakeRunner([
      ['/opt/j/bin/java -version', java(25)],
      ['/usr/lib/jvm/j17/bin/java -version', java(17)],
      ['java -version', missing],
    ]);
    const ports = fakePorts({
      runner,
      files: memoryFiles(installed),
      env: { JAVA_HOME: '/opt/j' },
    });
    expect(await findJava([releaseOf('5.0.8')], undefined, ports)).toEqual({
      path: '/usr/lib/jvm/j17/bin/java',
      major: 17,
    });
    expect(runner.unused()).toEqual([]);
  });

  test('a name on PATH becomes a path: keytool lies beside it', async () => {
    const runner = fakeRunner([
      ['java -version', java(17)],
      ['sh -c', '/jvm/17/bin/java\n'],
    ]);
    const ports = fakePorts({ runner, env: {} });
    expect((await findJava([releaseOf('4.1.10')], undefined, ports)).path).toBe('/jvm/17/bin/java');
  });

  test('a wrong Java is named with its version, and what to install', async () => {
    const ports = fakePorts({ runner: fakeRunner([['/j25/bin/java', java(25)]]) });
    await expect(findJava([releaseOf('4.1.10')], '/j25/bin/java', ports)).rejects.toMatchObject({
      message: 'Cassandra 4.1.10 needs Java 8 or 11 or 17; /j25/bin/java is 25',
      hint: 'install one (Debian: apt install openjdk-17-jre-headless) or name it: --java PATH',
      exitCode: 2,
    });
  });

  test.each([
    [undefined, 'none was found'],
    ['/x/java', '/x/java did not answer -version'],
  ])('no Java at all (%s)', async (named, what) => {
    const ports = fakePorts({ runner: fakeRunner([['java', missing]]), env: {} });
    await expect(findJava([releaseOf('4.1.10')], named, ports)).rejects.toThrow(what);
  });
});

describe('before anything is started', () => {
  test('too little memory is an error with the sum', async () => {
    const processes = fakeProcesses();
    processes.setMemory(1_000 * 1024 ** 2);
    await expect(checkMemory(specOf(), 3, { processes })).rejects.toThrow(
      '3 nodes need about 2202 MB of memory (heap 384 + 350 each), 1000 MB are available',
    );
    await checkMemory(specOf(), 1, { processes });
  });

  test("a taken port names the process; a node's own is none of it", async () => {
    const processes = fakeProcesses({ 7: '/jvm/java -Dlog=/lab/node1/logs Daemon', 9: 'other' });
    const files = memoryFiles({ '/lab/node1/pid': '7\n' });
    const nodes = labNodes(specOf());
    processes.listeners.set('127.0.0.1:9042', { pid: 7, command: 'java' });
    await checkPorts(specOf(), nodes, { files, processes });
    processes.listeners.set('127.0.0.2:7199', { pid: 9, command: `java ${'x'.repeat(200)} Main` });
    await expect(checkPorts(specOf(), nodes, { files, processes })).rejects.toThrow(
      /^port 127\.0\.0\.2:7199 for node2 is taken by pid 9 \(java x+ … x+ Main\)$/,
    );
    processes.listeners.set('127.0.0.2:7199', {
      pid: undefined,
      command: 'a process of another user',
    });
    await expect(checkPorts(specOf(), nodes, { files, processes })).rejects.toThrow(
      'is taken by a process of another user',
    );
  });
});

describe('where a lab lies', () => {
  test('XDG folders, a home, or an error', () => {
    expect(labFolder(undefined, { env: { HOME: '/h' }, cwd: '/w' })).toBe(
      '/h/.local/state/ringward/lab',
    );
    expect(labFolder(undefined, { env: { XDG_STATE_HOME: '/s' }, cwd: '/w' })).toBe(
      '/s/ringward/lab',
    );
    expect(labFolder('x', { env: {}, cwd: '/w' })).toBe('/w/x');
    expect(cacheFolder({ env: { XDG_CACHE_HOME: '/c' } })).toBe('/c/ringward/cassandra');
    expect(cacheFolder({ env: { HOME: '/h', XDG_CACHE_HOME: 'c' } })).toBe(
      '/h/.cache/ringward/cassandra',
    );
    expect(() => labFolder(undefined, { env: { XDG_STATE_HOME: './s' }, cwd: '/w' })).toThrow(
      'neither HOME nor XDG_STATE_HOME',
    );
    expect(() => labFolder(undefined, { env: {}, cwd: '/w' })).toThrow(
      'neither HOME nor XDG_STATE_HOME',
    );
    expect(() => labFolder('/a:b', { env: {}, cwd: '/w' })).toThrow('Java cannot read such a path');
  });

  test.each(['{', '{"format":2,"dir":"/lab"}', '{"format":1,"dir":"/elsewhere"}', 'null'])(
    'a lab.json that is not ours is refused: %s',
    async (text) => {
      await expect(readSpec('/lab', memoryFiles({ '/lab/lab.json': text }))).rejects.toThrow(
        'was not written by this version of ringward lab, or the folder was moved',
      );
    },
  );

  test('no lab: said, with the command that makes one', async () => {
    const none = { files: memoryFiles(), env: { HOME: '/h' } };
    await expect(requireSpec('/my lab', none)).rejects.toMatchObject({
      message: 'there is no lab in /my lab',
      hint: "make one: ringward lab up --dir '/my lab'",
    });
    const usual = '/h/.local/state/ringward/lab';
    await expect(requireSpec(usual, none)).rejects.toMatchObject({
      message: `there is no lab in ${usual}`,
      hint: 'make one: ringward lab up',
    });
  });
});
